import { entityOf } from './keys.ts';
import { QueryError, type Span } from './query-error.ts';

export interface Token extends Span {
  readonly kind: 'word' | 'text' | 'number' | 'span' | 'date' | 'operator' | 'end';
  /** As written. */
  readonly value: string;
}

const spanPart = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:ms|[smhdw])`;

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['text', /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`/sy],
  ['date', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?)?(?![\w])/y],
  ['span', new RegExp(`[-+]?(?:${spanPart})+(?![\\w])`, 'y')],
  ['number', /[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?)(?![\w])/iy],
  ['operator', /<=|>=|!=|<>|==|=~|=|<|>|\(|\)|,|\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_/:@-]*/uy],
];

/** After `metrics.` a name may begin with a digit, in each of its parts: `metrics.top.5`, `metrics.5fold`, `tags.v1.2.x`. */
const prefixedName = /[\p{L}\p{N}_][\p{L}\p{N}_/:@-]*(?:\.[\p{L}\p{N}_][\p{L}\p{N}_/:@-]*)*/uy;

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
    const { kind, value } = prefixedTokenAt(source, position, tokens) ?? tokenAt(source, position, tokens);
    const end = position + value.length;
    if (kind !== 'space') tokens.push({ kind, value, start: position, end });
    position = end;
  }
  return [...tokens, { kind: 'end', value: '', start: position, end: position }];
};

type TokenText = { readonly kind: Token['kind'] | 'space'; readonly value: string };

/** The dot after `metrics`, `params` or `tags`, and the name after that dot; undefined elsewhere. */
const prefixedTokenAt = (
  source: string,
  position: number,
  tokens: readonly Token[],
): TokenText | undefined => {
  const last = tokens.at(-1);
  if (last?.end !== position) return undefined;
  if (source[position] === '.') return isPrefix(last) ? { kind: 'operator', value: '.' } : undefined;
  const prefix = tokens.at(-2);
  if (last.value !== '.' || prefix?.end !== last.start || !isPrefix(prefix)) return undefined;
  prefixedName.lastIndex = position;
  const value = prefixedName.exec(source)?.[0];
  return value === undefined ? undefined : { kind: 'word', value };
};

const isPrefix = ({ kind, value }: Token): boolean => {
  const entity = kind === 'word' ? entityOf(value) : undefined;
  return entity === 'metric' || entity === 'parameter' || entity === 'tag';
};

const tokenAt = (source: string, position: number, tokens: readonly Token[]): TokenText => {
  const slip = foreign.find(([written]) => written.test(source.slice(position, position + 3)));
  if (slip !== undefined)
    throw foreignOperator(slip[0].exec(source.slice(position))?.[0] ?? '', slip[1], position);
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const value = pattern.exec(source)?.[0];
    if (value !== undefined) return { kind, value };
  }
  throw strayCharacter(source, position, tokens);
};

const foreignOperator = (written: string, meant: string, start: number): QueryError => {
  const end = start + written.length;
  return new QueryError(`Write ${meant} instead of ${written}`, { start, end }, { start, end, text: meant });
};

const strayCharacter = (source: string, start: number, tokens: readonly Token[]): QueryError => {
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  const span = { start, end: source.length };
  if (/['"`]/.test(character)) {
    const message = `The text that starts with ${character} is not closed; add ${character} where it ends`;
    return new QueryError(message, span, { start: span.end, end: span.end, text: character });
  }
  const end = start + character.length;
  return (
    nameToQuote(source, start, tokens) ??
    new QueryError(`“${character}” does not belong here`, { start, end })
  );
};

/** A name or a value that ends in the middle, at `end`, and what it has to stand in; undefined where neither does. */
const nameToQuote = (source: string, end: number, tokens: readonly Token[]): QueryError | undefined => {
  let first = tokens.length;
  let start = end;
  for (let token = tokens.at(-1); token?.end === start && isPartOfName(token); token = tokens[first - 1]) {
    first -= 1;
    start = token.start;
  }
  if (start === end) return undefined;
  return isValueAfter(tokens.slice(0, first)) ? toQuote(source, start) : toBacktick(source, start);
};

const isPartOfName = ({ kind, value }: Token): boolean =>
  kind === 'word' || kind === 'number' || value === '.';

const isValueAfter = (tokens: readonly Token[]): boolean => {
  const last = tokens.at(-1);
  if (last?.value === '(') return tokens.at(-2)?.value.toUpperCase() === 'IN';
  return last !== undefined && /^(?:[<>=!~,]+|I?LIKE|BETWEEN)$/i.test(last.value);
};

/** The whole of what begins at `start`, to be written in quotes. */
export const toQuote = (source: string, start: number): QueryError => {
  const text = /^[^\s(),]+/.exec(source.slice(start))?.[0] ?? '';
  const span = { start, end: start + text.length };
  return new QueryError(`Put “${text}” in quotes: ${quote(text)}`, span, { ...span, text: quote(text) });
};

/** The whole name that begins at `start`, to be written in backticks. */
export const toBacktick = (source: string, start: number): QueryError => {
  const written = /^[^\s(),<>=!`]+/.exec(source.slice(start))?.[0] ?? '';
  const [, prefix = '', name = ''] = /^(?:((?:metric|param|parameter|tag)s?\.))?(.*)$/isu.exec(written) ?? [];
  const span = { start, end: start + written.length };
  const text = `${prefix}\`${name}\``;
  return new QueryError(`Put “${name}” in backticks: ${text}`, span, { ...span, text });
};

/** The content of a quoted text: a doubled or escaped quote stands for one. */
export const unquote = (quoted: string): string => {
  const quote = quoted[0] ?? '';
  const inner = quoted.slice(1, -1);
  if (quote === '`') return inner.replaceAll('``', '`');
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
