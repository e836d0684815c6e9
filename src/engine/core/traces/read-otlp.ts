import { decodeFloat, decodeText, readFields, type WireField } from '../protobuf/wire-reader.ts';
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

/** Spans of an OTLP export request in protocol buffers (opentelemetry-proto 1.x, `ExportTraceServiceRequest`). */

/** Errors: `WireFormatError` for what are no protocol buffers, `RangeError` for a span without identifiers or too deep a value. */
export const readOtlpSpans = (request: Uint8Array): OtlpSpan[] =>
  parts(request, 1)
    .flatMap((resourceSpans) => parts(resourceSpans, 2))
    .flatMap((scopeSpans) => parts(scopeSpans, 2))
    .map(readSpan);

/** The messages that a repeated field holds. */
const parts = (message: Uint8Array, number: number): Uint8Array[] =>
  [...readFields(message)].flatMap((field) =>
    field.number === number && field.kind === 'bytes' ? [field.value] : [],
  );

/** The last value of each field, which is the one that counts. */
const fieldsOf = (message: Uint8Array): ReadonlyMap<number, WireField> =>
  new Map([...readFields(message)].map((field) => [field.number, field]));

const bytesOf = (field: WireField | undefined): Uint8Array =>
  field?.kind === 'bytes' ? field.value : new Uint8Array();
const textOf = (field: WireField | undefined): string => decodeText(bytesOf(field));
const numberOf = (field: WireField | undefined): number => (field?.kind === 'varint' ? field.value : 0);

const nanosecondsOf = (field: WireField | undefined): bigint => {
  if (field?.kind !== 'fixed' || field.value.length !== 8) return 0n;
  return new DataView(field.value.buffer, field.value.byteOffset, 8).getBigUint64(0, true);
};

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64Of = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const readSpan = (message: Uint8Array): OtlpSpan => {
  const fields = fieldsOf(message);
  const status = fieldsOf(bytesOf(fields.get(15)));
  return spanOf({
    traceId: hexOf(bytesOf(fields.get(1))),
    id: hexOf(bytesOf(fields.get(2))),
    parentId: hexOf(bytesOf(fields.get(4))),
    name: textOf(fields.get(5)),
    kind: spanKindOf(numberOf(fields.get(6))),
    startNs: nanosecondsOf(fields.get(7)),
    endNs: nanosecondsOf(fields.get(8)),
    attributes: parts(message, 9).map(readAttribute),
    events: parts(message, 11).map(readEvent),
    links: parts(message, 13).map(readLink),
    status: spanStatuses[numberOf(status.get(3))] ?? 'unset',
    statusMessage: textOf(status.get(2)),
  });
};

const readEvent = (message: Uint8Array): SpanEvent => {
  const fields = fieldsOf(message);
  return {
    timeNs: nanosecondsOf(fields.get(1)),
    name: textOf(fields.get(2)),
    attributes: parts(message, 3).map(readAttribute),
  };
};

const readLink = (message: Uint8Array): SpanLink => {
  const fields = fieldsOf(message);
  return {
    traceId: hexOf(bytesOf(fields.get(1))),
    spanId: hexOf(bytesOf(fields.get(2))),
    attributes: parts(message, 4).map(readAttribute),
  };
};

function readAttribute(message: Uint8Array): Attribute {
  return attributeAt(message, 0);
}

function attributeAt(message: Uint8Array, depth: number): Attribute {
  const fields = fieldsOf(message);
  return { key: textOf(fields.get(1)), value: readValue(bytesOf(fields.get(2)), depth) };
}

/** `AnyValue`: one of its fields is there, or none for null. */
function readValue(message: Uint8Array, depth: number): AnyValue {
  if (depth > maxDepth) throw new RangeError('A value of a span is too deep.');
  const field = [...readFields(message)].at(-1);
  switch (field?.number) {
    case 1:
      return { string_value: textOf(field) };
    case 2:
      return { bool_value: numberOf(field) !== 0 };
    case 3:
      return { int_value: String(field.kind === 'varint' ? (field.exact ?? field.value) : 0) };
    case 4:
      return { double_value: jsonNumber(field.kind === 'fixed' ? decodeFloat(field.value) : 0) };
    case 5: {
      const values = parts(bytesOf(field), 1).map((value) => readValue(value, depth + 1));
      return { array_value: { values } };
    }
    case 6: {
      const values = parts(bytesOf(field), 1).map((pair) => attributeAt(pair, depth + 1));
      return { kvlist_value: { values } };
    }
    case 7:
      return { bytes_value: base64Of(bytesOf(field)) };
    default:
      return {};
  }
}
