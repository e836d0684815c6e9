import type { JobKind } from '../../shared/model/job.ts';
import type { JobProgram } from '../ports/job-definition.ts';

type Load = () => Promise<JobProgram<never, unknown, unknown>>;

/** The program of each kind of job. A worker loads the one it does, and nothing else. */
const loadProgram: Readonly<Partial<Record<JobKind, Load>>> = {
  train: async () => (await import('../areas/training/train-job.ts')).runTrainJob,
  'batch-predict': async () => (await import('../areas/serving/batch-predict-job.ts')).runBatchPredictJob,
};

export const programOf = (kind: string): ReturnType<Load> | undefined =>
  Object.hasOwn(loadProgram, kind) ? loadProgram[kind as JobKind]?.() : undefined;
