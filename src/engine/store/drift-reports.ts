import type { Reader, Writer } from '../ports/store-handles.ts';

export interface DriftRecord {
  readonly id: string;
  readonly reference: string;
  readonly current: string;
  readonly createdAtMs: number;
  readonly summaryJson: string;
  readonly reportDigest: string;
}

export const insertDriftReport = (
  writer: Writer,
  report: {
    id: string;
    reference: string;
    referenceDigest: string;
    current: string;
    currentDigest: string | null;
    createdAtMs: number;
    jobId: string;
  },
): void => {
  writer.run(
    'INSERT INTO drift_reports (id, reference, reference_digest, current, current_digest, created_at_ms, job_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [
      report.id,
      report.reference,
      report.referenceDigest,
      report.current,
      report.currentDigest,
      report.createdAtMs,
      report.jobId,
    ],
  );
};

export const finishDriftReport = (
  writer: Writer,
  id: string,
  result: { summaryJson: string; reportDigest: string },
): void => {
  writer.run('UPDATE drift_reports SET summary_json = ?, report_digest = ? WHERE id = ?', [
    result.summaryJson,
    result.reportDigest,
    id,
  ]);
};

const select = `SELECT id, reference, current, created_at_ms AS createdAtMs, summary_json AS summaryJson, report_digest AS reportDigest
FROM drift_reports WHERE report_digest IS NOT NULL`;

export const findDriftReport = (reader: Reader, id: string): DriftRecord | undefined =>
  reader.get<DriftRecord>(`${select} AND id = ?`, [id]);

export const listDriftReports = (reader: Reader, limit: number): DriftRecord[] =>
  reader.all<DriftRecord>(`${select} ORDER BY created_at_ms DESC LIMIT ?`, [limit]);
