import { z } from 'zod';
import { interval } from './interval.ts';

/** What is known of one metric over a group of runs. A number that does not exist is null. */
export const groupSummary = z.object({
  /** Finite values; all numbers below are of these. */
  n: z.number().int(),
  /** Runs without a value, or with NaN. */
  missing: z.number().int(),
  infinite: z.number().int(),
  mean: z.number().nullable(),
  median: z.number().nullable(),
  /** Of the population the runs are a sample of (n − 1). null below two values. */
  standardDeviation: z.number().nullable(),
  standardError: z.number().nullable(),
  /** Student's t interval of the mean at `level`. */
  interval: interval.nullable(),
  level: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Mean of the middle half, as rliable reports it. */
  interquartileMean: z.number().nullable(),
  /** Ascending by share; empty of nothing. */
  quantiles: z.array(z.object({ share: z.number(), value: z.number() })),
});
export type GroupSummary = z.infer<typeof groupSummary>;
