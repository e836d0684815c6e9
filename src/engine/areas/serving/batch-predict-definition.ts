import { rmSync } from 'node:fs';
import type { JobDefinition } from '../../ports/job-definition.ts';
import { type BatchPredictInput, type BatchPredictOutput, unfinishedOf } from './batch-predict-job.ts';

/** The job writes the user's file itself; the project keeps nothing but its answer. */
export const batchPredictDefinition: JobDefinition<BatchPredictInput, BatchPredictOutput> = {
  kind: 'batch-predict',
  finish: async () => () => undefined,
  tidyUp: (job) => rmSync(unfinishedOf(job), { force: true }),
  changes: () => [],
};
