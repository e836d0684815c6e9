import { z } from 'zod';
import { interval } from './interval.ts';

export const parameterImportance = z.object({
  name: z.string(),
  kind: z.enum(['number', 'category']),
  /** `never-varies`: nothing can be learned about it from these runs. */
  status: z.enum(['measured', 'never-varies', 'not-measured']),
  /** Runs that have the parameter. */
  present: z.number().int(),
  distinct: z.number().int(),
  /**
   * How much of the metric's variance the prediction of unseen runs loses when the parameter's values are shuffled among them: 0 is
   * nothing; several parameters can lose the same share. null where it was not measured.
   */
  importance: z.number().nullable(),
  /** Of the importance over folds and repeats, with the correction of Nadeau and Bengio (2003). */
  interval: interval.nullable(),
  /** Of numbers: from −1 to 1, with its sign; null where undefined. */
  rankCorrelation: z.object({ value: z.number(), pValue: z.number(), n: z.number().int() }).nullable(),
});
export type ParameterImportance = z.infer<typeof parameterImportance>;

export const importanceReport = z.object({
  /** Largest importance first, then those that were not measured, by name. */
  parameters: z.array(parameterImportance),
  /** Runs with a finite metric, of which `usedRuns` were learned from. */
  runs: z.number().int(),
  usedRuns: z.number().int(),
  leftOutRuns: z.number().int(),
  /**
   * `too-few-runs`: under ten, nothing is learned and only rank correlations are told. `few-runs-for-parameters`: fewer than two runs a
   * parameter that varies, so the order is a hint at most. `constant-metric`: there is nothing to explain.
   */
  reliability: z.enum([
    'sound',
    'few-runs-for-parameters',
    'too-few-runs',
    'constant-metric',
    'no-parameters',
  ]),
  /** Share of the metric's variance that is predicted for unseen runs; at or below 0 the parameters explain nothing. */
  explainedShare: z.number().nullable(),
  folds: z.number().int(),
  repeats: z.number().int(),
  seed: z.number(),
  level: z.number(),
});
export type ImportanceReport = z.infer<typeof importanceReport>;
