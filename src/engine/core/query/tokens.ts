/** A filter that cannot be understood; `position` counts characters from 0, for marking the place. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} (at character ${position + 1})`);
    this.position = position;
  }
}

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'operator' | 'end';
  readonly value: string;
  readonly position: number;
}

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['text', /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/y],
  ['number', /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])/y],
  ['operator', /<=|>=|!=|<>|==|=~|=|<|>|\(|\)|,|\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_/:@-]*/uy],
];

/** Cuts a filter into words, quoted texts, numbers and operators. Error: `QueryError` at the first character that fits none. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    const token = tokenAt(source, position);
    if (token.kind !== 'space') tokens.push(token as Token);
    position += token.length;
  }
  return [...tokens, { kind: 'end', value: '', position }];
};

const tokenAt = (source: string, position: number) => {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const value = pattern.exec(source)?.[0];
    if (value !== undefined) return { kind, value, position, length: value.length };
  }
  const character = source[position] ?? '';
  throw new QueryError(
    /['"`]/.test(character)
      ? `The text that starts with ${character} is not closed`
      : `“${character}” does not belong here`,
    position,
  );
};

/** The content of a quoted text: a doubled or escaped quote stands for one. */
export const unquote = (quoted: string): string => {
  const quote = quoted[0] ?? '';
  const inner = quoted.slice(1, -1);
  return quote === '`' ? inner : inner.replaceAll(quote + quote, quote).replace(/\\(['"\\])/g, '$1');
};
