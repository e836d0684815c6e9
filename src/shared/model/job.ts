import { z } from 'zod';
import { errorData } from '../errors.ts';
import { progress } from './progress.ts';

export const jobKind = z.enum([
  'train',
  'evaluate',
  'drift',
  'batch-predict',
  'export',
  'build-image',
  'import-runs',
]);
export type JobKind = z.infer<typeof jobKind>;

export const jobState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobState>;

export const job = z.object({
  id: z.string(),
  kind: jobKind,
  /** For a person: "Train gbdt on customers@1". */
  title: z.string(),
  state: jobState,
  /** How often it was started; more than one after a recovery. */
  attempt: z.number().int(),
  queuedAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  progress: progress.nullable(),
  error: errorData.nullable(),
  /** What it is about or made: run, evaluation, report, export. */
  subject: z
    .object({ type: z.enum(['run', 'evaluation', 'drift', 'export', 'file', 'import']), id: z.string() })
    .nullable(),
  /** The job's own answer when it succeeded. */
  output: z.record(z.string(), z.unknown()).nullable(),
});
export type Job = z.infer<typeof job>;
