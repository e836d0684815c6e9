import type { SpanOutline } from '../../../shared/model/trace.ts';
import { type Attributes, typeOf } from './conventions.ts';
import { hexOf, listOf, type SpanParts } from './span-content.ts';

/** A span of a file. */
export interface FileSpan extends Omit<SpanOutline, 'startMs' | 'durationMs'> {
  /** Nanoseconds since 1970, as exact as a number in JSON is. */
  readonly startNs: bigint;
  readonly endNs: bigint | null;
  readonly parts: SpanParts;
}

/**
 * The spans of `traces.json`, the file in which MLflow's clients before version 3.6 leave them beside the trace. Those of version 2 name
 * fields in their own way, those of version 3 as OpenTelemetry does. What is no such file holds no spans.
 */
export const readSpanFile = (text: string): FileSpan[] => {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return [];
  }
  return listOf<Fields>((file as { spans?: unknown } | null)?.spans).map(readSpan);
};

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const readSpan = (span: Fields): FileSpan => {
  const attributes = attributesOf(span.attributes);
  const context = fieldsOf(span.context);
  const isOfVersion3 = span.span_id !== undefined;
  const parent = isOfVersion3 ? span.parent_span_id : span.parent_id;
  const status = fieldsOf(span.status);
  return {
    id: isOfVersion3 ? hexOf(span.span_id) : plainId(context.span_id),
    parentId: parent ? (isOfVersion3 ? hexOf(parent) : plainId(parent)) : null,
    name: String(span.name ?? ''),
    type: typeOf(attributes),
    status: statusOf(String(status.code ?? span.status_code ?? '')),
    startNs: nanosecondsOf(span.start_time_unix_nano ?? span.start_time) ?? 0n,
    endNs: nanosecondsOf(span.end_time_unix_nano ?? span.end_time),
    parts: {
      attributes,
      statusMessage: String(status.message ?? span.status_message ?? '') || null,
      events: listOf<Fields>(span.events).map((event) => ({
        name: String(event.name ?? ''),
        atNs: nanosecondsOf(event.time_unix_nano ?? event.timestamp) ?? 0n,
        attributes: attributesOf(event.attributes),
      })),
      links: [],
    },
  };
};

const plainId = (id: unknown): string => String(id ?? '').replace(/^0x/, '');

const statusOf = (code: string): SpanOutline['status'] =>
  code.endsWith('ERROR') ? 'error' : code.endsWith('OK') ? 'ok' : 'unset';

const nanosecondsOf = (value: unknown): bigint | null => {
  const number = Number(value ?? 0);
  return Number.isFinite(number) && number > 0 ? BigInt(Math.round(number)) : null;
};

/** Each value is JSON as text. */
const attributesOf = (attributes: unknown): Attributes =>
  new Map(Object.entries(fieldsOf(attributes)).map(([key, value]) => [key, decoded(value)]));

const decoded = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
