import type { EvaluationReport } from '../../../../shared/model/evaluation-report.ts';
import type { ReportedEvaluation } from '../../../core/report/sections/evaluations.ts';
import type { ObjectStore, Reader } from '../../../ports/store-handles.ts';
import { listEvaluations } from '../../../store/evaluations.ts';

/** Of one run; the newest. */
const mostLookedAt = 200;

/** The newest evaluation of each run on each data, with its whole report. */
export const reportedEvaluations = async (
  reader: Reader,
  objects: Pick<ObjectStore, 'read'>,
  runIds: readonly string[],
): Promise<ReportedEvaluation[]> => {
  const found: ReportedEvaluation[] = [];
  for (const runId of runIds) {
    const seen = new Set<string>();
    for (const record of listEvaluations(reader, { runId, limit: mostLookedAt })) {
      const { datasetName, datasetVersion, datasetDigest, createdAtMs, reportDigest } = record;
      const dataset = datasetVersion === null ? datasetName : `${datasetName}@${datasetVersion}`;
      if (seen.has(dataset)) continue;
      seen.add(dataset);
      const text = new TextDecoder().decode(await objects.read(reportDigest));
      const report = JSON.parse(text) as EvaluationReport;
      found.push({ runId, dataset, datasetDigest, createdAtMs, report });
    }
  }
  return found;
};
