import type { Reader, Writer } from '../ports/store-handles.ts';

/** Tags of traces, which can be changed, and what clients say of them once and for all. */

/** Under which MLflow's clients look for the tokens of a trace. */
export const tokenUsageKey = 'mlflow.trace.tokenUsage';

export const setTraceTag = (writer: Writer, id: string, key: string, value: string): void => {
  writer.run(
    'INSERT INTO trace_tags (trace_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [id, key, value],
  );
};

export const traceTag = (reader: Reader, id: string, key: string): string | undefined =>
  reader.get<{ value: string }>('SELECT value FROM trace_tags WHERE trace_id = ? AND key = ?', [id, key])
    ?.value;

/** False when the trace had no such tag. */
export const deleteTraceTag = (writer: Writer, id: string, key: string): boolean =>
  writer.run('DELETE FROM trace_tags WHERE trace_id = ? AND key = ?', [id, key]).changes === 1;

export const setTraceMetadata = (writer: Writer, id: string, key: string, value: string): void => {
  writer.run(
    'INSERT INTO trace_metadata (trace_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [id, key, value],
  );
};

/** As `setTraceMetadata`, unless the trace has it already. */
export const addTraceMetadata = (writer: Writer, id: string, key: string, value: string): void => {
  writer.run('INSERT INTO trace_metadata (trace_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    id,
    key,
    value,
  ]);
};
