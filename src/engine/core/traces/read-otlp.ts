import { decodeFloat, decodeText, readFields, type WireField } from '../protobuf/wire-reader.ts';

/**
 * Spans of an OTLP export request in protocol buffers (opentelemetry-proto 1.x, `ExportTraceServiceRequest`), each also as the JSON that
 * MLflow's clients read: field names of the schema, identifiers in base64, numbers of 64 bits as text.
 */
export interface OtlpSpan {
  /** Lower-case hexadecimal, as `id` and `parentId`. */
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly status: 'unset' | 'ok' | 'error';
  /** Nanoseconds since 1970. */
  readonly startNs: bigint;
  /** Null while the span goes on. */
  readonly endNs: bigint | null;
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly document: SpanDocument;
}

export interface SpanDocument {
  readonly attributes: readonly Attribute[];
  readonly [field: string]: unknown;
}

export interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Values inside values: real ones have a few levels, a hostile one would exhaust the stack. */
const maxDepth = 64;

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

const statuses = ['unset', 'ok', 'error'] as const;
const statusNames = { unset: 'STATUS_CODE_UNSET', ok: 'STATUS_CODE_OK', error: 'STATUS_CODE_ERROR' } as const;

const readSpan = (message: Uint8Array): OtlpSpan => {
  const fields = fieldsOf(message);
  const [traceId, id, parentId] = [1, 2, 4].map((number) => bytesOf(fields.get(number))) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  if (traceId.length !== 16 || id.length !== 8) throw new RangeError('A span has no identifiers.');
  const startNs = nanosecondsOf(fields.get(7));
  const endNs = nanosecondsOf(fields.get(8));
  const statusFields = fieldsOf(bytesOf(fields.get(15)));
  const status = statuses[numberOf(statusFields.get(3))] ?? 'unset';
  const attributes = parts(message, 9).map(readAttribute);
  const name = textOf(fields.get(5));
  return {
    traceId: hexOf(traceId),
    id: hexOf(id),
    parentId: parentId.length === 0 ? null : hexOf(parentId),
    ...{ name, status, startNs, endNs: endNs === 0n ? null : endNs },
    attributes: new Map(attributes.map(({ key, value }) => [key, plainValue(value)])),
    document: {
      trace_id: base64Of(traceId),
      span_id: base64Of(id),
      ...(parentId.length === 0 ? {} : { parent_span_id: base64Of(parentId) }),
      name,
      start_time_unix_nano: String(startNs),
      ...(endNs === 0n ? {} : { end_time_unix_nano: String(endNs) }),
      attributes,
      ...unlessEmpty('events', parts(message, 11).map(readEvent)),
      ...unlessEmpty('links', parts(message, 13).map(readLink)),
      status: { ...unlessEmpty('message', textOf(statusFields.get(2))), code: statusNames[status] },
    },
  };
};

const unlessEmpty = (name: string, value: string | readonly unknown[]): object =>
  value.length === 0 ? {} : { [name]: value };

const readEvent = (message: Uint8Array): object => {
  const fields = fieldsOf(message);
  return {
    time_unix_nano: String(nanosecondsOf(fields.get(1))),
    name: textOf(fields.get(2)),
    ...unlessEmpty('attributes', parts(message, 3).map(readAttribute)),
  };
};

const readLink = (message: Uint8Array): object => {
  const fields = fieldsOf(message);
  return {
    trace_id: base64Of(bytesOf(fields.get(1))),
    span_id: base64Of(bytesOf(fields.get(2))),
    ...unlessEmpty('attributes', parts(message, 4).map(readAttribute)),
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
function readValue(message: Uint8Array, depth: number): Attribute['value'] {
  if (depth > maxDepth) throw new RangeError('A value of a span is too deep.');
  const field = [...readFields(message)].at(-1);
  switch (field?.number) {
    case 1:
      return { string_value: textOf(field) };
    case 2:
      return { bool_value: numberOf(field) !== 0 };
    case 3:
      return { int_value: String(numberOf(field)) };
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

const jsonNumber = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** What a value says, as plain JSON. */
export const plainValue = (value: Attribute['value']): unknown => {
  if ('array_value' in value)
    return (value.array_value as { values: Attribute['value'][] }).values.map(plainValue);
  if ('kvlist_value' in value)
    return Object.fromEntries(
      (value.kvlist_value as { values: Attribute[] }).values.map((pair) => [
        pair.key,
        plainValue(pair.value),
      ]),
    );
  if ('int_value' in value) return Number(value.int_value);
  return Object.values(value)[0] ?? null;
};
