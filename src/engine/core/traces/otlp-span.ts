/** A span as OpenTelemetry has it, also as the JSON that MLflow's clients read: field names of the schema, identifiers in base64. */
export interface OtlpSpan {
  /** Lower-case hexadecimal, as `id` and `parentId`. */
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly status: SpanStatus;
  /** Nanoseconds since 1970. */
  readonly startNs: bigint;
  /** Null while the span goes on. */
  readonly endNs: bigint | null;
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly document: SpanDocument;
}

export type SpanStatus = 'unset' | 'ok' | 'error';

/** Which side of a call a span is, at the place of the schema's number for it. */
export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof spanKinds)[number];

const kindPrefix = 'SPAN_KIND_';

/** By its number or name in the schema; what is neither says nothing. */
export const spanKindOf = (given: unknown): SpanKind =>
  spanKinds.find((kind, number) => given === number || given === `${kindPrefix}${kind.toUpperCase()}`) ??
  'unspecified';

export interface SpanDocument {
  readonly attributes: readonly Attribute[];
  readonly [field: string]: unknown;
}

export interface Attribute {
  readonly key: string;
  readonly value: AnyValue;
}

/** One of `string_value`, `bool_value`, `int_value` (as text), `double_value`, `array_value`, `kvlist_value`, `bytes_value`; none is null. */
export type AnyValue = Readonly<Record<string, unknown>>;

export interface SpanEvent {
  readonly timeNs: bigint;
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: readonly Attribute[];
}

/** What a span is made of; identifiers in lower-case hexadecimal, empty for no parent, `endNs` 0 while the span goes on. */
export interface SpanParts {
  readonly traceId: string;
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: SpanStatus;
  readonly statusMessage: string;
}

/** Values inside values: real ones have a few levels; clients read a hundred levels of messages, of which each of these takes up to three. */
export const maxDepth = 30;

export const spanStatuses = ['unset', 'ok', 'error'] as const;
const statusNames = { unset: 'STATUS_CODE_UNSET', ok: 'STATUS_CODE_OK', error: 'STATUS_CODE_ERROR' } as const;

/** A span that cannot be told from others. */
export class UnidentifiedSpanError extends RangeError {
  override readonly name = 'UnidentifiedSpanError';
}

/** What a signed number of 64 bits holds, which the store keeps: to the year 2262. */
const latestNs = 2n ** 63n - 1n;

/** Errors: `UnidentifiedSpanError` for identifiers that are none, `RangeError` for times beyond what can be kept. */
export const spanOf = (parts: SpanParts): OtlpSpan => {
  const { traceId, id, parentId, name, startNs, endNs, kind, attributes, events, links, status } = parts;
  if (traceId.length !== 32 || id.length !== 16)
    throw new UnidentifiedSpanError('A span has no identifiers.');
  if ([startNs, endNs].some((timeNs) => timeNs < 0n || timeNs > latestNs))
    throw new RangeError('A time of a span is not one from 1970 to 2262.');
  return {
    ...{ traceId, id, parentId: parentId === '' ? null : parentId },
    ...{ name, status, startNs, endNs: endNs === 0n ? null : endNs },
    attributes: new Map(attributes.map(({ key, value }) => [key, plainValue(value)])),
    document: {
      trace_id: base64Of(traceId),
      span_id: base64Of(id),
      ...(parentId === '' ? {} : { parent_span_id: base64Of(parentId) }),
      name,
      ...(kind === 'unspecified' ? {} : { kind: `${kindPrefix}${kind.toUpperCase()}` }),
      start_time_unix_nano: String(startNs),
      ...(endNs === 0n ? {} : { end_time_unix_nano: String(endNs) }),
      attributes,
      ...unlessEmpty(
        'events',
        events.map((event) => ({
          time_unix_nano: String(event.timeNs),
          name: event.name,
          ...unlessEmpty('attributes', event.attributes),
        })),
      ),
      ...unlessEmpty(
        'links',
        links.map((link) => ({
          trace_id: base64Of(link.traceId),
          span_id: base64Of(link.spanId),
          ...unlessEmpty('attributes', link.attributes),
        })),
      ),
      status: { ...unlessEmpty('message', parts.statusMessage), code: statusNames[status] },
    },
  };
};

const unlessEmpty = (name: string, value: string | readonly unknown[]): object =>
  value.length === 0 ? {} : { [name]: value };

const base64Of = (hex: string): string =>
  btoa(hex.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));

/** JSON has no other numbers. */
export const jsonNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

/** What a value says, as plain JSON. */
export const plainValue = (value: AnyValue): unknown => {
  if ('array_value' in value) return (value.array_value as { values: AnyValue[] }).values.map(plainValue);
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
