import type { Reader, Writer } from '../ports/store-handles.ts';

export interface EvaluationRecord {
  readonly id: string;
  readonly runId: string;
  readonly runName: string;
  readonly modelName: string | null;
  readonly modelVersion: number | null;
  readonly modelDigest: string;
  readonly datasetName: string;
  readonly datasetVersion: number | null;
  readonly datasetDigest: string;
  readonly createdAtMs: number;
  readonly summaryJson: string;
  readonly reportDigest: string;
}

export const insertEvaluation = (
  writer: Writer,
  evaluation: Pick<
    EvaluationRecord,
    | 'id'
    | 'runId'
    | 'modelName'
    | 'modelVersion'
    | 'modelDigest'
    | 'datasetName'
    | 'datasetVersion'
    | 'datasetDigest'
    | 'createdAtMs'
  > & { jobId: string },
): void => {
  writer.run(
    `INSERT INTO evaluations (id, run_id, model_name, model_version, model_digest, dataset_name, dataset_version, dataset_digest, created_at_ms, job_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      evaluation.id,
      evaluation.runId,
      evaluation.modelName,
      evaluation.modelVersion,
      evaluation.modelDigest,
      evaluation.datasetName,
      evaluation.datasetVersion,
      evaluation.datasetDigest,
      evaluation.createdAtMs,
      evaluation.jobId,
    ],
  );
};

export const finishEvaluation = (
  writer: Writer,
  id: string,
  result: { summaryJson: string; reportDigest: string },
): void => {
  writer.run('UPDATE evaluations SET summary_json = ?, report_digest = ? WHERE id = ?', [
    result.summaryJson,
    result.reportDigest,
    id,
  ]);
};

const select = `
SELECT evaluations.id, evaluations.run_id AS runId, runs.name AS runName, model_name AS modelName, model_version AS modelVersion,
  model_digest AS modelDigest, dataset_name AS datasetName, dataset_version AS datasetVersion, dataset_digest AS datasetDigest,
  created_at_ms AS createdAtMs, summary_json AS summaryJson, report_digest AS reportDigest
FROM evaluations JOIN runs ON runs.id = evaluations.run_id
WHERE report_digest IS NOT NULL`;

export const findEvaluation = (reader: Reader, id: string): EvaluationRecord | undefined =>
  reader.get<EvaluationRecord>(`${select} AND evaluations.id = ?`, [id]);

export const listEvaluations = (
  reader: Reader,
  { runId, limit }: { runId: string | null; limit: number },
): EvaluationRecord[] =>
  reader.all<EvaluationRecord>(
    `${select} AND (? IS NULL OR evaluations.run_id = ?) ORDER BY created_at_ms DESC LIMIT ?`,
    [runId, runId, limit],
  );
