import { EngineError } from '../../../shared/errors.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { linkedOriginOf } from '../../store/linked-runs.ts';
import { runRowsOf } from '../../store/run-rows.ts';
import { artifactsOf, datasetsOf, finishedEvaluationsOf, type RunRecord } from '../../store/runs.ts';

/** Everything recorded of a run, gathered. */
export const readRunDetail = (reader: Reader, run: RunRecord): RunDetail => {
  const [row] = runRowsOf(reader, [run.id]);
  if (row === undefined) throw new EngineError('not-found', `There is no run “${run.id}”.`);
  return {
    ...row,
    jobId: run.job_id,
    seed: run.seed,
    datasets: datasetsOf(reader, run.id),
    code: run.code_json === null ? null : (JSON.parse(run.code_json) as RunDetail['code']),
    environment: JSON.parse(run.environment_json) as Record<string, string>,
    artifacts: artifactsOf(reader, run.id),
    note: run.note,
    isDeleted: run.lifecycle_stage === 'deleted',
    linkedFrom: linkedOriginOf(reader, run.id) ?? null,
    evaluations: finishedEvaluationsOf(reader, run.id),
  };
};
