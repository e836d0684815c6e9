/**
 * How MLflow cuts a filter: it hands the string to the Python package sqlparse, whose view of what is a name, a number or a comparison
 * therefore decides what is accepted (observed on sqlparse 0.6, MLflow 3.18).
 */
export interface Lexeme {
  readonly kind:
    | 'space'
    | 'comment'
    | 'name'
    | 'integer'
    | 'float'
    | 'string' // in single quotes
    | 'symbol' // in double quotes, a name to SQL
    | 'comparison'
    | 'keyword'
    | 'punctuation'
    | 'other';
  readonly text: string;
}

const notInWord = String.raw`(?![\p{L}\p{N}_])`;
const letter = 'A-ZÀ-Ü';
const word = String.raw`[${letter}][\p{L}\p{N}_]*`;
const notLetter = `(?![_${letter}])`;

const patterns: readonly (readonly [Lexeme['kind'], RegExp])[] = (
  [
    ['comment', String.raw`(?:--|# )[^\r\n]*(?:\r\n|\r|\n|$)`],
    ['space', String.raw`\s+`],
    ['name', '`(?:``|[^`])*`'],
    ['keyword', `(?:CASE|IN|VALUES|USING|FROM|AS)${notInWord}`],
    ['name', String.raw`${word}(?=\s*\.(?!\d))`],
    ['name', String.raw`(?<=\.)${word}`],
    ['other', String.raw`${word}(?=\()`],
    ['other', String.raw`-?0x[\dA-F]+`],
    ['float', String.raw`-?\d+(?:\.\d+)?E-?\d+`],
    ['float', String.raw`${notLetter}-?(?:\d+\.\d*|\.\d+)${notLetter}`],
    ['integer', String.raw`${notLetter}-?\d+${notLetter}`],
    ['string', String.raw`'(?:''|\\'|[^'])*'`],
    ['symbol', String.raw`"(?:""|\\"|[^"])*"`],
    ['keyword', String.raw`NOT\s+NULL${notInWord}`],
    ['keyword', String.raw`(?:ASC|DESC)(?:\s+NULLS\s+(?:FIRST|LAST))?${notInWord}`],
    ['comparison', String.raw`(?:NOT\s+)?(?:LIKE|ILIKE|RLIKE|REGEXP)${notInWord}`],
    ['keyword', `(?:AND|OR|NOT|IS|NULL|BETWEEN)${notInWord}`],
    ['name', String.raw`[\p{L}\p{N}_][\p{L}\p{N}_$#]*`],
    ['punctuation', String.raw`[;:()\[\],.]`],
    ['comparison', '[<>=~!]+'],
    ['other', String.raw`[\s\S]`],
  ] as const
).map(([kind, source]) => [kind, new RegExp(source, 'iuy')]);

export const lexemesOf = (source: string): Lexeme[] => {
  const lexemes: Lexeme[] = [];
  const lastCommentEnd = source.lastIndexOf('*/');
  let position = 0;
  while (position < source.length) {
    const lexeme = commentAt(source, position, lastCommentEnd) ?? lexemeAt(source, position);
    lexemes.push(lexeme);
    position += lexeme.text.length;
  }
  return lexemes;
};

/** A comment that is never closed is none. From each of many beginnings its end would be looked for in vain. */
const commentAt = (source: string, position: number, lastEnd: number): Lexeme | undefined => {
  if (position + 2 > lastEnd || !source.startsWith('/*', position)) return undefined;
  return { kind: 'comment', text: source.slice(position, source.indexOf('*/', position + 2) + 2) };
};

const lexemeAt = (source: string, position: number): Lexeme => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'other', text: source.slice(position, position + 1) };
};
