import { parseClientJson } from '../json/parse-client-json.ts';
import {
  type AnyValue,
  type Attribute,
  jsonNumber,
  maxDepth,
  type OtlpSpan,
  type SpanEvent,
  type SpanLink,
  spanKindOf,
  spanOf,
  spanStatuses,
} from './otlp-span.ts';

/**
 * Spans of an OTLP export request in JSON: names in camel case, identifiers in hexadecimal, numbers of 64 bits as text or as numbers,
 * codes as numbers or by name, unknown fields passed over.
 * Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 *
 * Errors: `SyntaxError` for what is no JSON, `RangeError` for a span without identifiers, a field of another type, too deep a value.
 */
export const readOtlpJson = (text: string): OtlpSpan[] =>
  list(parse(text), 'resourceSpans')
    .flatMap((resourceSpans) => list(resourceSpans, 'scopeSpans'))
    .flatMap((scopeSpans) => list(scopeSpans, 'spans'))
    .map(readSpan);

type Message = Readonly<Record<string, unknown>>;

/** Whole numbers that a double does not hold exactly stay text, where the program that this runs in tells how they were written. */
const parse = (text: string): Message =>
  messageOf(
    parseClientJson(text, (_key, value, context) =>
      typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
        ? context?.source
        : value,
    ),
  );

const messageOf = (value: unknown): Message => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Message;
  throw new RangeError('Something that should be an object is none.');
};

const list = (message: Message, field: string): Message[] => {
  const value = message[field] ?? [];
  if (!Array.isArray(value)) throw new RangeError(`${field} is no list.`);
  return value.map(messageOf);
};

const text = (message: Message, field: string): string => {
  const value = message[field] ?? '';
  if (typeof value !== 'string') throw new RangeError(`${field} is no text.`);
  return value;
};

const hexadecimal = (message: Message, field: string): string => {
  const value = text(message, field).toLowerCase();
  if (!/^([0-9a-f]{2})*$/.test(value)) throw new RangeError(`${field} is not hexadecimal.`);
  return value;
};

/** As clients read it: with its padding, in the alphabet that is not for addresses. */
const base64 = (given: string): string => {
  try {
    return btoa(atob(given.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    throw new RangeError('Something that should be base64 is not.');
  }
};

const whole = (value: unknown): bigint => {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  throw new RangeError('Something that should be a whole number is none.');
};

const nanoseconds = (message: Message, field: string): bigint => {
  const timeNs = whole(message[field] ?? 0);
  if (timeNs !== BigInt.asUintN(64, timeNs)) throw new RangeError(`${field} is no number of 64 bits.`);
  return timeNs;
};

const readSpan = (span: Message): OtlpSpan => {
  const status = messageOf(span.status ?? {});
  return spanOf({
    traceId: hexadecimal(span, 'traceId'),
    id: hexadecimal(span, 'spanId'),
    parentId: hexadecimal(span, 'parentSpanId'),
    name: text(span, 'name'),
    kind: spanKindOf(span.kind),
    startNs: nanoseconds(span, 'startTimeUnixNano'),
    endNs: nanoseconds(span, 'endTimeUnixNano'),
    attributes: attributesOf(span),
    events: list(span, 'events').map(readEvent),
    links: list(span, 'links').map(readLink),
    status: statusOf(status.code),
    statusMessage: text(status, 'message'),
  });
};

const statusOf = (code: unknown) =>
  typeof code === 'number'
    ? (spanStatuses[code] ?? 'unset')
    : (spanStatuses.find((name) => code === `STATUS_CODE_${name.toUpperCase()}`) ?? 'unset');

const readEvent = (event: Message): SpanEvent => ({
  timeNs: nanoseconds(event, 'timeUnixNano'),
  name: text(event, 'name'),
  attributes: attributesOf(event),
});

const readLink = (link: Message): SpanLink => ({
  traceId: hexadecimal(link, 'traceId'),
  spanId: hexadecimal(link, 'spanId'),
  attributes: attributesOf(link),
});

const attributesOf = (message: Message): Attribute[] => pairsOf(message, 'attributes', 0);

const pairsOf = (message: Message, field: string, depth: number): Attribute[] =>
  list(message, field).map((pair) => ({
    key: text(pair, 'key'),
    value: readValue(messageOf(pair.value ?? {}), depth),
  }));

/** `AnyValue`: one of its fields is there, or none for null. */
const readValue = (value: Message, depth: number): AnyValue => {
  if (depth > maxDepth) throw new RangeError('A value of a span is too deep.');
  const { stringValue, boolValue, intValue, doubleValue, bytesValue } = value;
  if (stringValue !== undefined) return { string_value: text(value, 'stringValue') };
  if (boolValue !== undefined) return { bool_value: boolValue === true };
  if (intValue !== undefined) return { int_value: String(BigInt.asIntN(64, whole(intValue))) };
  if (doubleValue !== undefined) return { double_value: jsonNumber(Number(doubleValue)) };
  if (bytesValue !== undefined) return { bytes_value: base64(text(value, 'bytesValue')) };
  if (value.arrayValue !== undefined)
    return {
      array_value: {
        values: list(messageOf(value.arrayValue), 'values').map((item) => readValue(item, depth + 1)),
      },
    };
  if (value.kvlistValue !== undefined)
    return { kvlist_value: { values: pairsOf(messageOf(value.kvlistValue), 'values', depth + 1) } };
  return {};
};
