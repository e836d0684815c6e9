import { type Lexeme, lexemesOf } from './lexemes.ts';

/** A part of a clause: names joined by dots are one identifier, parentheses with what they hold are one group. */
export interface Node {
  readonly kind: Exclude<Lexeme['kind'], 'space' | 'name' | 'symbol'> | 'identifier' | 'group';
  /** As written. */
  readonly text: string;
}

export const nodesOf = (source: string): Node[] => {
  const lexemes = lexemesOf(source);
  const nodes: Node[] = [];
  let index = 0;
  while (index < lexemes.length) {
    const { kind } = lexemes[index]!;
    const end = endOfNode(lexemes, index);
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

const endOfNode = (lexemes: readonly Lexeme[], start: number): number => {
  const { kind, text } = lexemes[start]!;
  if (kind === 'name' || kind === 'symbol') return endOfIdentifier(lexemes, start);
  return text === '(' && kind === 'punctuation' ? endOfGroup(lexemes, start) : start + 1;
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

/** Behind the parenthesis that closes the one at `start`, or behind that when none does. */
const endOfGroup = (lexemes: readonly Lexeme[], start: number): number => {
  let depth = 0;
  for (let index = start; index < lexemes.length; index += 1) {
    const { kind, text } = lexemes[index]!;
    if (kind !== 'punctuation') continue;
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return start + 1;
};
