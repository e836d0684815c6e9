import type { JobKind } from '../../shared/model/job.ts';
import type { JobProgram } from '../ports/job-definition.ts';

type Load = () => Promise<JobProgram<never, unknown, unknown>>;

/** The program of each kind of job. A worker loads the one it does, and nothing else. */
const loadProgram: Readonly<Record<JobKind, Load>> = {
  train: async () => (await import('../areas/training/train-job.ts')).runTrainJob,
  evaluate: async () => (await import('../areas/evaluation/evaluate-job.ts')).runEvaluateJob,
  drift: async () => (await import('../areas/monitoring/drift-job.ts')).runDriftJob,
  'batch-predict': async () => (await import('../areas/serving/batch-predict-job.ts')).runBatchPredictJob,
  export: async () => (await import('../areas/exports/export-job.ts')).runExportJob,
  'build-image': async () => (await import('../areas/exports/build-image-job.ts')).runBuildImageJob,
  'import-runs': async () => (await import('../areas/foreign-runs/import-job.ts')).runImportJob,
};

/** What workers do besides jobs. */
const loadOther: Readonly<Record<string, Load>> = {
  'read-linked-source': async () => (await import('../areas/foreign-runs/link-job.ts')).runLinkJob,
};

export const programOf = (kind: string): ReturnType<Load> | undefined => {
  if (Object.hasOwn(loadProgram, kind)) return loadProgram[kind as JobKind]();
  return Object.hasOwn(loadOther, kind) ? loadOther[kind]?.() : undefined;
};
