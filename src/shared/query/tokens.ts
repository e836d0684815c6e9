import { QueryError, type Span } from './query-error.ts';

export interface Token extends Span {
  readonly kind: 'word' | 'text' | 'number' | 'span' | 'date' | 'operator' | 'end';
  /** As written. */
  readonly value: string;
}

const spanPart = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:ms|[smhdw])`;

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['text', /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/sy],
  ['date', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?)?(?![\w])/y],
  ['span', new RegExp(`[-+]?(?:${spanPart})+(?![\\w])`, 'y')],
  ['number', /[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?)(?![\w])/iy],
  ['operator', /<=|>=|!=|<>|==|=~|=|<|>|\(|\)|,|\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_/:@-]*/uy],
];

/** What other languages write, and how it is written here. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/^===/, '='],
  [/^!==/, '!='],
  [/^&&?/, 'AND'],
  [/^\|\|?/, 'OR'],
  [/^=>/, '>='],
  [/^=</, '<='],
  [/^~=?/, '=~'],
  [/^!(?!=)/, 'NOT'],
];

/** Cuts a filter into words, quoted texts, numbers and operators. Error: `QueryError` at the first character that fits none. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    const { kind, value } = tokenAt(source, position);
    const end = position + value.length;
    if (kind !== 'space') tokens.push({ kind, value, start: position, end });
    position = end;
  }
  return [...tokens, { kind: 'end', value: '', start: position, end: position }];
};

const tokenAt = (source: string, position: number) => {
  const slip = foreign.find(([written]) => written.test(source.slice(position, position + 3)));
  if (slip !== undefined)
    throw foreignOperator(slip[0].exec(source.slice(position))?.[0] ?? '', slip[1], position);
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const value = pattern.exec(source)?.[0];
    if (value !== undefined) return { kind, value };
  }
  throw strayCharacter(source, position);
};

const foreignOperator = (written: string, meant: string, start: number): QueryError => {
  const end = start + written.length;
  return new QueryError(`Write ${meant} instead of ${written}`, { start, end }, { start, end, text: meant });
};

const strayCharacter = (source: string, start: number): QueryError => {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const span = { start, end: source.length };
  if (/['"`]/.test(character)) {
    const message = `The text that starts with ${character} is not closed; add ${character} where it ends`;
    return new QueryError(message, span, { start: span.end, end: span.end, text: character });
  }
  const end = start + character.length;
  return new QueryError(`“${character}” does not belong here`, { start, end });
};

/** The content of a quoted text: a doubled or escaped quote stands for one. */
export const unquote = (quoted: string): string => {
  const quote = quoted[0] ?? '';
  const inner = quoted.slice(1, -1);
  if (quote === '`') return inner;
  return inner.replace(/\\(['"\\])|''|""/g, (found, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    return found === quote + quote ? quote : found;
  });
};

/** The inverse of `unquote`, in single quotes. A backslash stays as it is where it escapes nothing, as in `'\d'`. */
export const quote = (text: string): string =>
  `'${text.replace(/\\(?=['"\\]|$)/g, '\\\\').replaceAll("'", "''")}'`;

const secondsOf: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** Seconds of a span as written: `-1h30m` is −5400. */
export const readSpan = (written: string): number => {
  const parts = written.matchAll(/(\d+\.?\d*|\.\d+)((?:[eE][-+]?\d+)?)(ms|[smhdw])/g);
  let seconds = 0;
  for (const [, digits, exponent, unit] of parts) {
    const amount = Number(`${digits}${exponent}`);
    seconds += unit === 'ms' ? amount / 1000 : amount * secondsOf[unit ?? 's']!;
  }
  return written.startsWith('-') ? -seconds : seconds;
};

/** The shortest way to write so many seconds exactly. */
export const writeSpan = (seconds: number): string => {
  for (const unit of ['d', 'h', 'm', 's']) {
    const amount = seconds / secondsOf[unit]!;
    if (Number.isInteger(amount) && amount !== 0) return `${amount}${unit}`;
  }
  const thousandths = `${seconds * 1000}ms`;
  return Number.isInteger(seconds * 1000) && readSpan(thousandths) === seconds ? thousandths : `${seconds}s`;
};

/** The number that a token of kind `number` stands for. */
export const readNumber = (written: string): number => {
  if (!/inf/i.test(written)) return Number(written) + 0; // −0 is written like 0, and equals it.
  return written.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
};
