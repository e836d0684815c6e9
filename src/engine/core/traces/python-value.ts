import { pythonJson } from '../python/python-json.ts';
import { type AnyValue, type Attribute, jsonNumber, maxDepth } from './otlp-span.ts';

/**
 * JSON as Python writes it, as a value of OpenTelemetry: whole numbers of any length keep their digits, `1.0` is no whole number, and NaN
 * and infinities, which JSON has not, are read. Errors: `SyntaxError` for what is no JSON, `RangeError` for what is nested deeper than
 * `depth` levels.
 */
export const readPythonValue = (text: string, depth = maxDepth): AnyValue => {
  const state: Scan = { text, at: 0 };
  const value = readValue(state, depth);
  skipSpace(state);
  if (state.at < text.length) throw unexpected(state);
  return value;
};

interface Scan {
  readonly text: string;
  at: number;
}

const unexpected = ({ at }: Scan): SyntaxError => new SyntaxError(`It is no JSON from character ${at} on.`);

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

const skipSpace = (scan: Scan): void => {
  while (isSpace(scan.text.charCodeAt(scan.at))) scan.at += 1;
};

/** What stands for itself, and its value. */
const words: Readonly<Record<string, AnyValue>> = {
  null: {},
  true: { bool_value: true },
  false: { bool_value: false },
  NaN: { double_value: 'NaN' },
  Infinity: { double_value: 'Infinity' },
  '-Infinity': { double_value: '-Infinity' },
};

const readValue = (scan: Scan, depth: number): AnyValue => {
  skipSpace(scan);
  const first = scan.text[scan.at];
  if (first === '"') return { string_value: readText(scan) };
  if (first === '[' || first === '{') {
    if (depth === 0) throw new RangeError('A value of a span is too deep.');
    return first === '['
      ? { array_value: { values: readItems(scan, ']', () => readValue(scan, depth - 1)) } }
      : { kvlist_value: { values: readItems(scan, '}', () => readPair(scan, depth - 1)) } };
  }
  return readWord(scan);
};

const readItems = <Item>(scan: Scan, end: string, readItem: () => Item): Item[] => {
  const items: Item[] = [];
  scan.at += 1;
  skipSpace(scan);
  if (scan.text[scan.at] !== end)
    for (;;) {
      items.push(readItem());
      skipSpace(scan);
      if (scan.text[scan.at] !== ',') break;
      scan.at += 1;
    }
  expect(scan, end);
  return items;
};

const readPair = (scan: Scan, depth: number): Attribute => {
  skipSpace(scan);
  const key = readText(scan);
  skipSpace(scan);
  expect(scan, ':');
  return { key, value: readValue(scan, depth) };
};

const expect = (scan: Scan, character: string): void => {
  if (scan.text[scan.at] !== character) throw unexpected(scan);
  scan.at += 1;
};

const readText = (scan: Scan): string => {
  const { text, at: start } = scan;
  if (text[start] !== '"') throw unexpected(scan);
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) throw unexpected(scan);
  scan.at = end + 1;
  return JSON.parse(text.slice(start, end + 1)) as string;
};

/** Whether an odd number of backslashes stands before. */
const isEscaped = (text: string, at: number): boolean => {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
};

const word = /[-+.\w]+/y;
const number = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

const readWord = (scan: Scan): AnyValue => {
  word.lastIndex = scan.at;
  const [found] = word.exec(scan.text) ?? [];
  if (found === undefined) throw unexpected(scan);
  const parts = number.exec(found);
  if (parts === null && !Object.hasOwn(words, found)) throw unexpected(scan);
  scan.at += found.length;
  if (parts === null) return words[found]!;
  const isWhole = parts[1] === undefined && parts[2] === undefined && isOf64Bits(found);
  return isWhole ? { int_value: String(BigInt(found)) } : { double_value: jsonNumber(Number(found)) };
};

const isOf64Bits = (digits: string): boolean =>
  digits.length < 18 || BigInt(digits) === BigInt.asIntN(64, BigInt(digits));

/** A value as Python writes it in JSON, so that the same value is read again. */
export const pythonValueText = (value: AnyValue): string => {
  if ('array_value' in value)
    return `[${(value.array_value as { values: AnyValue[] }).values.map(pythonValueText).join(', ')}]`;
  if ('kvlist_value' in value)
    return `{${(value.kvlist_value as { values: Attribute[] }).values
      .map((pair) => `${pythonJson(pair.key)}: ${pythonValueText(pair.value)}`)
      .join(', ')}}`;
  if ('int_value' in value) return String(value.int_value);
  if ('double_value' in value) {
    const text = String(value.double_value);
    return /^-?\d+$/.test(text) ? `${text}.0` : text;
  }
  return pythonJson(Object.values(value)[0] ?? null);
};
