import {
  type AnyValue,
  type Attribute,
  type OtlpSpan,
  type SpanEvent,
  type SpanLink,
  spanKindOf,
  spanOf,
} from './otlp-span.ts';
import { readPythonValue } from './python-value.ts';
import { hexOf } from './span-content.ts';

/**
 * A span as MLflow keeps it in `traces.json` and in its database. Those of version 2 (clients before MLflow 3) name fields in their own way,
 * those of version 3 as OpenTelemetry does. `traceId` is what MLflow calls the trace; it stands in where the span does not say which it is of.
 * Errors: see `spanOf`.
 */
export const readMlflowSpan = (span: AnyValue, traceId: string): OtlpSpan => {
  const fields = fieldsOf(span);
  const context = fieldsOf(fields.get('context'));
  const isOfVersion2 = fields.has('context');
  const given = isOfVersion2 ? context : fields;
  const read = isOfVersion2 ? plainId : idReader(textOf(fields.get('trace_id')));
  const status = fieldsOf(fields.get('status'));
  const message = fields.get('status_message') ?? status.get('message');
  return spanOf({
    traceId: traceIdOf(read(textOf(given.get('trace_id'))), traceId),
    id: read(textOf(given.get('span_id'))),
    parentId: read(textOf(fields.get(isOfVersion2 ? 'parent_id' : 'parent_span_id'))),
    name: textOf(fields.get('name')),
    // Since MLflow 3.18.
    kind: spanKindOf(textOf(fields.get('kind'))),
    startNs: nanosecondsOf(fields.get('start_time_unix_nano') ?? fields.get('start_time')),
    endNs: nanosecondsOf(fields.get('end_time_unix_nano') ?? fields.get('end_time')),
    attributes: pairsOf(fields.get('attributes')).map(({ key, value }) => ({ key, value: decoded(value) })),
    events: itemsOf(fields.get('events')).map(readEvent),
    links: itemsOf(fields.get('links')).map(readLink),
    status: statusOf(textOf(status.get('code') ?? fields.get('status_code'))),
    statusMessage: textOf(message),
  });
};

/** A span that stands alone. Errors: `SyntaxError`, `RangeError`. */
export const readSpanText = (text: string): AnyValue => readPythonValue(text, mostLevelsOfFile);

/** The spans of `traces.json`. Errors: `SyntaxError`, `RangeError`. */
export const spansOfFile = (text: string): readonly AnyValue[] =>
  itemsOf(fieldsOf(readSpanText(text)).get('spans'));

/** Attributes are texts, whose own levels do not count here; those of events are values. */
const mostLevelsOfFile = 70;

const pairsOf = (value: AnyValue | undefined): readonly Attribute[] =>
  value !== undefined && 'kvlist_value' in value
    ? (value.kvlist_value as { values: Attribute[] }).values
    : [];

const itemsOf = (value: AnyValue | undefined): readonly AnyValue[] =>
  value !== undefined && 'array_value' in value ? (value.array_value as { values: AnyValue[] }).values : [];

const fieldsOf = (value: AnyValue | undefined): ReadonlyMap<string, AnyValue> =>
  new Map(pairsOf(value).map((pair) => [pair.key, pair.value]));

const textOf = (value: AnyValue | undefined): string =>
  typeof value?.string_value === 'string' ? value.string_value : '';

const nanosecondsOf = (value: AnyValue | undefined): bigint => {
  const digits = value?.int_value ?? value?.string_value;
  if (typeof digits === 'string' && /^-?\d{1,20}$/.test(digits)) return BigInt(digits);
  return typeof value?.double_value === 'number' ? BigInt(Math.round(value.double_value)) : 0n;
};

const plainId = (id: string): string => {
  const hex = id.replace(/^0x/, '').toLowerCase();
  return /^[0-9a-f]*$/.test(hex) ? hex : '';
};

/** Identifiers are in base64; version 3.5.0 wrote them in hexadecimal, and the trace's as MLflow calls it. */
const idReader = (traceId: string) => (/^tr-|^trace:/.test(traceId) ? plainTraceId : idInBase64);

const plainTraceId = (id: string): string => plainId(id.replace(/^tr-|^trace:.*\//, ''));

const idInBase64 = (id: string): string => {
  try {
    return hexOf(id);
  } catch {
    return '';
  }
};

const traceIdOf = (own: string, traceId: string): string =>
  [own, plainTraceId(traceId)].find((id) => id.length === 32) ?? '0'.repeat(32);

const statusOf = (code: string) => (code.endsWith('ERROR') ? 'error' : code.endsWith('OK') ? 'ok' : 'unset');

/** Each attribute of a span is JSON as text. What is too deep for a value stays text. */
const decoded = (value: AnyValue): AnyValue => {
  if (typeof value.string_value !== 'string') return value;
  try {
    return readPythonValue(value.string_value);
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return value;
    throw thrown;
  }
};

const readEvent = (event: AnyValue): SpanEvent => {
  const fields = fieldsOf(event);
  return {
    name: textOf(fields.get('name')),
    timeNs: nanosecondsOf(fields.get('time_unix_nano') ?? fields.get('timestamp')),
    attributes: pairsOf(fields.get('attributes')),
  };
};

const readLink = (link: AnyValue): SpanLink => {
  const fields = fieldsOf(link);
  return {
    traceId: plainTraceId(textOf(fields.get('trace_id'))),
    spanId: plainId(textOf(fields.get('span_id'))),
    attributes: pairsOf(fields.get('attributes')),
  };
};
