import { type Lexeme, lexemesOf } from './lexemes.ts';
import { refused } from './refusal.ts';

/** A part of a clause: names joined by dots are one identifier, parentheses with what they hold are one group. */
export interface Node {
  readonly kind: Exclude<Lexeme['kind'], 'space' | 'name' | 'symbol'> | 'identifier' | 'group';
  /** As written. */
  readonly text: string;
}

export const nodesOf = (source: string): Node[] => {
  const lexemes = lexemesOf(source);
  const closings = closingsOf(lexemes);
  const nodes: Node[] = [];
  let index = 0;
  while (index < lexemes.length) {
    const { kind } = lexemes[index]!;
    const end = endOfNode(lexemes, index, closings);
    const text = lexemes
      .slice(index, end)
      .map((lexeme) => lexeme.text)
      .join('');
    if (kind === 'name' || kind === 'symbol') nodes.push({ kind: 'identifier', text });
    else if (text.startsWith('(') && end > index + 1) nodes.push({ kind: 'group', text });
    else if (kind !== 'space') nodes.push({ kind, text });
    index = end;
  }
  return nodes;
};

/** A parenthesis that none closes stands for itself. */
const endOfNode = (
  lexemes: readonly Lexeme[],
  start: number,
  closings: ReadonlyMap<number, number>,
): number => {
  const { kind } = lexemes[start]!;
  if (kind === 'name' || kind === 'symbol') return endOfIdentifier(lexemes, start);
  return (closings.get(start) ?? start) + 1;
};

const isDot = (lexeme: Lexeme | undefined): boolean => lexeme?.kind === 'punctuation' && lexeme.text === '.';

/** `a.b."c d"`; spaces beside a dot belong to it, as sqlparse has them. */
const endOfIdentifier = (lexemes: readonly Lexeme[], start: number): number => {
  const afterSpace = (index: number) => (lexemes[index]?.kind === 'space' ? index + 1 : index);
  let end = start + 1;
  while (isDot(lexemes[afterSpace(end)])) {
    end = afterSpace(end) + 1;
    const next = afterSpace(end);
    if (['name', 'symbol', 'string'].includes(lexemes[next]?.kind ?? '')) end = next + 1;
  }
  return end;
};

const maxNesting = 100;

/** Where the parentheses close that open at the keys. Error `invalid-input` for too many within one another. */
const closingsOf = (lexemes: readonly Lexeme[]): ReadonlyMap<number, number> => {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of lexemes.entries()) {
    if (kind !== 'punctuation') continue;
    if (text === '(' && open.push(index) > maxNesting)
      throw refused(`Parentheses in a filter may stand in one another at most ${maxNesting} levels deep.`);
    const start = text === ')' ? open.pop() : undefined;
    if (start !== undefined) closings.set(start, index);
  }
  return closings;
};
