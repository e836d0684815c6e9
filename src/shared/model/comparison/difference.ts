import { z } from 'zod';
import { interval } from './interval.ts';

/** Plain facts about whether two groups of runs differ in a metric. A number that does not exist is null. */

/**
 * `real`: the deciding test's adjusted p-value is below 1 − level. `not-shown`: it is not, which does not prove that the groups are equal.
 * `too-few-runs`: a group has fewer than three values, so no test is made.
 */
export const differenceVerdict = z.enum(['real', 'not-shown', 'too-few-runs']);
export type DifferenceVerdict = z.infer<typeof differenceVerdict>;

export const differenceTestName = z.enum(['welch_t', 'mann_whitney', 'paired_t', 'wilcoxon']);
export type DifferenceTestName = z.infer<typeof differenceTestName>;

/**
 * Why this test decided. `no-spread`: a t test is undefined. `unequal-sizes`: with a small group and one more than half as large again,
 * Welch's t test calls chance a difference too often.
 */
export const decisionReason = z.enum(['means-asked', 'ranks-asked', 'no-spread', 'unequal-sizes']);
export type DecisionReason = z.infer<typeof decisionReason>;

export const testOutcome = z.object({
  name: z.string(),
  title: z.string(),
  explanation: z.string(),
  /** Where the method comes from. */
  source: z.string(),
  statistic: z.number().nullable(),
  degreesOfFreedom: z.number().nullable(),
  /** null where the test is undefined, as a t test is without spread. */
  pValue: z.number().nullable(),
});
export type TestOutcome = z.infer<typeof testOutcome>;

export const effectSize = z.enum(['negligible', 'small', 'medium', 'large']);
export type EffectSize = z.infer<typeof effectSize>;

/** Positive where the candidate's values are larger. */
export const differenceEffects = z.object({
  /** Difference of means in standard deviations; null where nothing spreads. */
  hedgesG: z.object({ value: z.number(), size: effectSize }).nullable(),
  cliffsDelta: z.object({ value: z.number(), size: effectSize }),
  /** Chance that a run of the candidate has a larger value than one of the reference. */
  superiority: z.number(),
});

const twoCounts = z.object({ reference: z.number().int(), candidate: z.number().int() });

export const groupDifference = z.object({
  reference: z.string(),
  candidate: z.string(),
  verdict: differenceVerdict,
  /** Runs of both groups were matched by a key, such as the seed. */
  isPaired: z.boolean(),
  /** Keys that both groups have, and how many it takes to compare in pairs; null where no key was given. */
  pairing: z.object({ found: z.number().int(), needed: z.number().int() }).nullable(),
  /** Values that were compared; equal numbers when paired. */
  n: twoCounts,
  /** Values that are missing, not finite, or without a partner. */
  leftOut: twoCounts,
  means: z.object({ reference: z.number(), candidate: z.number() }).nullable(),
  /** Candidate minus reference. */
  difference: z.number().nullable(),
  level: z.number(),
  /** Of the difference by the t test. Not adjusted for the number of comparisons. */
  interval: interval.nullable(),
  /** Of the difference by resampling; null below five values a group, or where it was not asked for. */
  bootstrapInterval: interval.nullable(),
  decidedBy: differenceTestName.nullable(),
  decidedBecause: decisionReason.nullable(),
  /** Which side's values are larger by the test that decided; null where none did, or where it sees neither ahead. */
  larger: z.enum(['reference', 'candidate']).nullable(),
  pValue: z.number().nullable(),
  /** Holm's adjustment over `comparisons`; equal to `pValue` for a single one. */
  adjustedPValue: z.number().nullable(),
  /** Differences that were tested together. */
  comparisons: z.number().int(),
  /** All tests that were made; one of them decided. */
  tests: z.array(testOutcome),
  effects: differenceEffects.nullable(),
  /** By the metric's goal, and only where the difference is real. */
  better: z.enum(['reference', 'candidate']).nullable(),
});
export type GroupDifference = z.infer<typeof groupDifference>;
