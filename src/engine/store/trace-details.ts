import type { SpanOutline, TraceAssessment } from '../../shared/model/trace.ts';
import { fromJson } from '../core/traces/conventions.ts';
import type { Reader } from '../ports/store-handles.ts';

/** What belongs to one trace. */

const outlineSql = `SELECT id, parent_id AS parentId, name, type, status, (end_ns - start_ns) / 1e6 AS durationMs,
  (start_ns - (SELECT min(start_ns) FROM spans WHERE trace_id = :trace)) / 1e6 AS startMs`;

/** In the order in which they began. */
export const spanOutlines = (reader: Reader, traceId: string): SpanOutline[] =>
  reader.all<SpanOutline>(`${outlineSql} FROM spans WHERE trace_id = :trace ORDER BY start_ns, id`, {
    trace: traceId,
  });

export interface StoredSpanRow extends SpanOutline {
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Of the first span of the trace, as text: nanoseconds since 1970 are more than a number holds. */
  readonly traceStartNs: string;
  /** The whole span in OpenTelemetry's JSON. */
  readonly documentJson: string;
}

export const findSpan = (reader: Reader, traceId: string, id: string): StoredSpanRow | undefined =>
  reader.get<StoredSpanRow>(
    `${outlineSql}, start_ns / 1e6 AS startedAtMs, document_json AS documentJson,
       CAST((SELECT min(start_ns) FROM spans WHERE trace_id = :trace) AS TEXT) AS traceStartNs
     FROM spans WHERE trace_id = :trace AND id = :id`,
    { trace: traceId, id },
  );

const mapOf = (
  reader: Reader,
  table: 'trace_tags' | 'trace_metadata',
  traceId: string,
): Record<string, string> =>
  Object.fromEntries(
    reader
      .all<{ key: string; value: string }>(
        `SELECT key, value FROM ${table} WHERE trace_id = ? ORDER BY key`,
        [traceId],
      )
      .map(({ key, value }) => [key, value]),
  );

export const traceTagsOf = (reader: Reader, traceId: string): Record<string, string> =>
  mapOf(reader, 'trace_tags', traceId);
export const traceMetadataOf = (reader: Reader, traceId: string): Record<string, string> =>
  mapOf(reader, 'trace_metadata', traceId);

export const findClientRequestId = (reader: Reader, traceId: string): string | null =>
  reader.get<{ id: string | null }>('SELECT client_request_id AS id FROM traces WHERE id = ?', [traceId])
    ?.id ?? null;

/** In the order in which they were made. */
export const assessmentsOf = (reader: Reader, traceId: string): TraceAssessment[] =>
  reader
    .all<{
      id: string;
      kind: TraceAssessment['kind'];
      name: string;
      createdAtMs: number;
      document_json: string;
    }>(
      `SELECT id, kind, name, created_at_ms AS createdAtMs, document_json FROM assessments WHERE trace_id = ?
       ORDER BY created_at_ms, id`,
      [traceId],
    )
    .map(({ document_json, ...assessment }) => {
      const document = JSON.parse(document_json) as Fields;
      const said = fieldsOf(document[assessment.kind]);
      const source = fieldsOf(document.source);
      return {
        ...assessment,
        // Expectations that are no plain value come as JSON in a field of their own.
        value: said.value ?? fromJson(fieldsOf(said.serialized_value).value),
        rationale: textOf(document.rationale),
        sourceType: textOf(source.source_type),
        sourceId: textOf(source.source_id),
        spanId: textOf(document.span_id),
        isValid: document.valid !== false,
        error: errorOf(said.error ?? document.error),
      };
    });

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const errorOf = (error: unknown): string | null => {
  if (typeof error === 'string') return textOf(error);
  const { error_code, error_message } = fieldsOf(error);
  return (
    [error_code, error_message].filter((part) => typeof part === 'string' && part !== '').join(': ') || null
  );
};
