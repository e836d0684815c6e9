import { withQuotedNumbers } from '../../../core/json/parse-client-json.ts';
import { pythonBoolean, pythonFloat } from '../python-text.ts';

/** A number with the digits it was written with: `1e-05` and large integers stay what they are. */
export interface JsonNumber {
  readonly digits: string;
}
export type JsonValue =
  | string
  | boolean
  | null
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** JSON as Python writes it, where NaN and infinities stand bare. Undefined: no JSON. */
export const parsePythonJson = (text: string): JsonValue | undefined =>
  tryParse(text) ?? tryParse(withQuotedNumbers(text));

const tryParse = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text, keepDigits) as JsonValue;
  } catch {
    return undefined;
  }
};

const keepDigits = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? { digits: context?.source ?? String(value) } : value;

export const isJsonNumber = (value: JsonValue): value is JsonNumber =>
  typeof value === 'object' && value !== null && 'digits' in value && Object.keys(value).length === 1;

const isPlainObject = (value: JsonValue): value is { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);

/** Deeper than settings are; a hostile value must not exhaust the stack. */
const maxDepth = 32;

/** The leaves of nested objects, keys joined with dots as W&B shows them. Lists, and objects with a `_type` (media), are leaves. */
export function* flatten(key: string, value: JsonValue, depth = 0): Generator<[string, JsonValue]> {
  if (!isPlainObject(value) || '_type' in value || Object.keys(value).length === 0 || depth === maxDepth) {
    yield [key, value];
    return;
  }
  for (const [name, inner] of Object.entries(value)) yield* flatten(`${key}.${name}`, inner, depth + 1);
}

/** As a parameter's text: strings bare, numbers and truth values as Python writes them, everything else as JSON with its digits. */
export const toText = (value: JsonValue): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return pythonBoolean(value);
  return isJsonNumber(value) && !/^-?\d+$/.test(value.digits)
    ? pythonFloat(Number(value.digits))
    : toJson(value);
};

const toJson = (value: JsonValue): string => {
  if (isJsonNumber(value)) return value.digits;
  if (Array.isArray(value)) return `[${value.map(toJson).join(', ')}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${toJson(inner)}`)
    .join(', ')}}`;
};

/** As a metric's value: numbers, their special texts, and truth values as 1 and 0. Undefined: no number. */
export const toNumber = (value: JsonValue): number | undefined => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  return typeof value === 'object' && value !== null && isJsonNumber(value)
    ? Number(value.digits)
    : undefined;
};

/** What a value that is no number is called in a report. */
export const kindOf = (value: JsonValue): string => {
  if (typeof value === 'string') return 'text';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return isPlainObject(value) && typeof value._type === 'string' ? value._type : 'an object';
};
