import type { Reader, Writer } from '../ports/store-handles.ts';
import { describeTrace, type TraceDescription } from './traces.ts';

/** What an import writes of traces that is not written otherwise: where they came from, and only what is new of them. */

/** Undefined for a trace that was sent here, and for one that there is not. */
export const findTraceSource = (reader: Reader, id: string): { number: number; path: string } | undefined =>
  reader.get<{ number: number; path: string }>(
    'SELECT number, path FROM imported_traces JOIN import_sources ON number = source_number WHERE trace_id = ?',
    [id],
  );

export const recordImportedTrace = (writer: Writer, id: string, source: number): void => {
  writer.run('INSERT INTO imported_traces (trace_id, source_number) VALUES (?, ?)', [id, source]);
};

/** A trace that went on when it was imported first. Its end may be known by now; what was ended here stays so. */
export const updateImportedTrace = (writer: Writer, trace: Omit<TraceDescription, 'experimentId'>): void => {
  const known = writer.get<{ experiment_id: number }>(
    "SELECT experiment_id FROM traces WHERE id = ? AND state = 'in-progress'",
    [trace.id],
  );
  if (known !== undefined) describeTrace(writer, { ...trace, experimentId: known.experiment_id });
};

/** What the trace has says on. */
export const addTraceEntries = (
  writer: Writer,
  table: 'trace_tags' | 'trace_metadata',
  id: string,
  entries: readonly (readonly [key: string, value: string])[],
): void => {
  for (const [key, value] of entries)
    writer.run(`INSERT INTO ${table} (trace_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, [
      ...[id, key, value],
    ]);
};

/** Those of the spans that are here and have ended. */
export const endedSpans = (reader: Reader, traceId: string, ids: readonly string[]): ReadonlySet<string> =>
  new Set(
    reader.values<string>(
      'SELECT id FROM spans WHERE trace_id = ? AND end_ns IS NOT NULL AND id IN (SELECT value FROM json_each(?))',
      [traceId, JSON.stringify(ids)],
    ),
  );
