import type { Reader, Writer } from '../ports/store-handles.ts';

export interface ProjectRecord {
  readonly name: string;
  readonly createdAtMs: number;
  readonly isSample: boolean;
}

/** Undefined in a database that was made just now. */
export const findProjectRecord = (reader: Reader): ProjectRecord | undefined => {
  const row = reader.get<{ name: string; created_at_ms: number; is_sample: number }>(
    'SELECT name, created_at_ms, is_sample FROM project WHERE id = 1',
  );
  return row && { name: row.name, createdAtMs: row.created_at_ms, isSample: row.is_sample === 1 };
};

export const insertProjectRecord = (writer: Writer, record: ProjectRecord): void => {
  writer.run('INSERT INTO project (id, name, created_at_ms, is_sample) VALUES (1, ?, ?, ?)', [
    record.name,
    record.createdAtMs,
    record.isSample ? 1 : 0,
  ]);
};
