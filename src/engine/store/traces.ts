import type { TokenCounts, TraceState } from '../../shared/model/trace.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { countTokens } from './trace-tokens.ts';

/** Traces: what they are called, how they ended, and the spans that they are made of. */

/** What a client says of a trace. */
export interface TraceDescription {
  readonly id: string;
  readonly experimentId: number;
  readonly requestedAtMs: number;
  readonly durationMs: number | null;
  readonly state: TraceState;
  readonly clientRequestId: string | null;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
}

/** The times that clients can read: from the year 1 to the year 9999. */
export const earliestMs = Date.parse('0001-01-01T00:00:00.000Z');
export const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Earlier versions took times beyond those; they are read as the nearest that is one. */
export const readableMs = (timeMs: number): number => Math.max(earliestMs, Math.min(latestMs, timeMs));

export interface StoredSpan {
  /** Within its trace. */
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly type: string;
  readonly status: 'unset' | 'ok' | 'error';
  /** Nanoseconds since 1970. */
  readonly startNs: bigint;
  readonly endNs: bigint | null;
  readonly documentJson: string;
  /** What it counts itself. */
  readonly tokens: TokenCounts | null;
}

export const findTraceExperiment = (reader: Reader, id: string): number | undefined =>
  reader.get<{ experiment_id: number }>('SELECT experiment_id FROM traces WHERE id = ?', [id])?.experiment_id;

/** What the client says counts from now on, whatever the spans say, whose previews stay when it gives none. It may say that the trace is of another experiment. */
export const describeTrace = (writer: Writer, trace: TraceDescription): void => {
  writer.run(
    `INSERT INTO traces (id, experiment_id, requested_at_ms, duration_ms, state, client_request_id, request_preview, response_preview, is_described)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET experiment_id = excluded.experiment_id, requested_at_ms = excluded.requested_at_ms, duration_ms = excluded.duration_ms, state = excluded.state,
       client_request_id = excluded.client_request_id, request_preview = coalesce(excluded.request_preview, request_preview),
       response_preview = coalesce(excluded.response_preview, response_preview), is_described = 1`,
    [
      ...[trace.id, trace.experimentId, trace.requestedAtMs, trace.durationMs, trace.state],
      ...[trace.clientRequestId, trace.requestPreview, trace.responsePreview],
    ],
  );
};

/** The client says that the trace is over. */
export const endTrace = (
  writer: Writer,
  id: string,
  { atMs, state }: { atMs: number; state: TraceState },
): void => {
  writer.run(
    'UPDATE traces SET duration_ms = ? - requested_at_ms, state = ?, is_described = 1 WHERE id = ?',
    [atMs, state, id],
  );
};

/** Makes the trace in the experiment if it is new, of which nothing but its id is known yet. */
export const expectTrace = (
  writer: Writer,
  { id, experimentId, nowMs }: { id: string; experimentId: number; nowMs: number },
): void => {
  writer.run(
    `INSERT INTO traces (id, experiment_id, requested_at_ms, state, has_span_tokens) VALUES (?, ?, ?, 'in-progress', 1)
     ON CONFLICT DO NOTHING`,
    [id, experimentId, nowMs],
  );
};

/** Makes the trace in the experiment if it is new; a span that comes again replaces the earlier one. */
export const addSpans = (
  writer: Writer,
  { id, experimentId }: Pick<TraceDescription, 'id' | 'experimentId'>,
  spans: readonly StoredSpan[],
): void => {
  expectTrace(writer, { id, experimentId, nowMs: 0 });
  countTokens(writer, id, spans, (span) => {
    writer.run(
      `INSERT INTO spans (trace_id, id, parent_id, name, type, status, start_ns, end_ns, document_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, type = excluded.type, status = excluded.status,
         start_ns = excluded.start_ns, end_ns = excluded.end_ns, document_json = excluded.document_json`,
      [
        ...[id, span.id, span.parentId, span.name, span.type, span.status],
        ...[span.startNs, span.endNs, span.documentJson],
      ],
    );
  });
  readOffSpans(writer, id);
};

/** When it was and how it ended, as long as the client has not said it. A root span that has ended well need not say so. */
const readOffSpans = (writer: Writer, id: string): void => {
  writer.run(
    `UPDATE traces SET
       requested_at_ms = (SELECT min(start_ns) / 1000000 FROM spans WHERE trace_id = :id),
       duration_ms = (SELECT max(0, (max(end_ns) - min(start_ns)) / 1000000) FROM spans WHERE trace_id = :id),
       state = coalesce((SELECT CASE WHEN status = 'error' THEN 'error' WHEN end_ns IS NULL THEN 'in-progress' ELSE 'ok' END
         FROM spans WHERE trace_id = :id AND parent_id IS NULL ORDER BY start_ns LIMIT 1), 'in-progress')
     WHERE id = :id AND NOT is_described`,
    { id },
  );
};

/** Previews of a trace whose client has given none. */
export const previewTrace = (
  writer: Writer,
  id: string,
  { request, response }: { request: string | null; response: string | null },
): void => {
  writer.run(
    'UPDATE traces SET request_preview = coalesce(request_preview, ?), response_preview = coalesce(response_preview, ?) WHERE id = ?',
    [request, response, id],
  );
};

/** Which traces of an experiment to delete: named ones, or the oldest up to a time. */
export type TracesToDelete =
  | { readonly ids: readonly string[] }
  | { readonly untilMs: number; readonly limit: number | null };

/** Answers how many there were. Their spans, tags and assessments go with them. */
export const deleteTraces = (writer: Writer, experimentId: number, which: TracesToDelete): number => {
  const sql =
    'ids' in which
      ? 'SELECT id FROM traces WHERE experiment_id = ? AND id IN (SELECT value FROM json_each(?))'
      : 'SELECT id FROM traces WHERE experiment_id = ? AND requested_at_ms <= ? ORDER BY requested_at_ms, id LIMIT ?';
  const parameters = 'ids' in which ? [JSON.stringify(which.ids)] : [which.untilMs, which.limit ?? -1];
  return writer.run(`DELETE FROM traces WHERE id IN (${sql})`, [experimentId, ...parameters]).changes;
};

/** SQL for what its client calls the trace `t`, or its root span. */
export const traceNameSql = `coalesce((SELECT value FROM trace_tags WHERE trace_id = t.id AND key = 'mlflow.traceName'),
  (SELECT name FROM spans WHERE trace_id = t.id AND parent_id IS NULL ORDER BY start_ns LIMIT 1))`;
