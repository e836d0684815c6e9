import type { Reader, Writer } from '../ports/store-handles.ts';

/** What people or programs think of traces, as MLflow's clients describe it. */
export interface StoredAssessment {
  readonly id: string;
  readonly traceId: string;
  readonly kind: 'feedback' | 'expectation' | 'issue';
  readonly name: string;
  readonly createdAtMs: number;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Replaces one of the same id. */
export const putAssessment = (writer: Writer, assessment: StoredAssessment): void => {
  const { id, traceId, kind, name, createdAtMs, document } = assessment;
  writer.run(
    `INSERT INTO assessments (id, trace_id, kind, name, created_at_ms, document_json) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET kind = excluded.kind, name = excluded.name, document_json = excluded.document_json`,
    [id, traceId, kind, name, createdAtMs, JSON.stringify(document)],
  );
};

export const findAssessment = (reader: Reader, traceId: string, id: string): StoredAssessment | undefined => {
  const row = reader.get<Omit<StoredAssessment, 'document'> & { document_json: string }>(
    `SELECT id, trace_id AS traceId, kind, name, created_at_ms AS createdAtMs, document_json FROM assessments
     WHERE trace_id = ? AND id = ?`,
    [traceId, id],
  );
  if (row === undefined) return undefined;
  const { document_json, ...assessment } = row;
  return { ...assessment, document: JSON.parse(document_json) as Record<string, unknown> };
};

/** The trace that it is of; undefined when there is none of this id. */
export const findAssessmentTrace = (reader: Reader, id: string): string | undefined =>
  reader.values<string>('SELECT trace_id FROM assessments WHERE id = ?', [id])[0];

export const deleteAssessment = (writer: Writer, traceId: string, id: string): void => {
  writer.run('DELETE FROM assessments WHERE trace_id = ? AND id = ?', [traceId, id]);
};
