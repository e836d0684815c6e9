import { z } from 'zod';
import { groupDifference, testOutcome } from './difference.ts';
import { groupSummary } from './group-summary.ts';

/** The group of runs without a value. */
export const notSet = 'not set';

/** Several groups of runs and one metric. */
export const groupComparison = z.object({
  groups: z.array(z.object({ name: z.string(), summary: groupSummary })),
  /** Is any group different from the others? Only of three groups or more with three values each. */
  overall: z.array(testOutcome),
  /** Every pair, or every group against the reference, in the order of the groups. */
  differences: z.array(groupDifference),
  level: z.number(),
  seed: z.number(),
  /** Resamples of each bootstrap interval; 0 where there were too many pairs for them. */
  resamples: z.number().int(),
});
export type GroupComparison = z.infer<typeof groupComparison>;
