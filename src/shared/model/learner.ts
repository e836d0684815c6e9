import { z } from 'zod';

export const learnerId = z.enum(['gbdt', 'linear']);
export type LearnerId = z.infer<typeof learnerId>;

/** A parameter of a learner: one row of the Train form, one `--param` of the command line. */
export const learnerParameter = z.object({
  name: z.string(),
  type: z.enum(['integer', 'number']),
  default: z.number(),
  minimum: z.number(),
  maximum: z.number(),
  /** One line: what it does and which way to turn it. */
  explanation: z.string(),
});

export const learnerDescription = z.object({
  id: learnerId,
  title: z.string(),
  explanation: z.string(),
  parameters: z.array(learnerParameter),
});
export type LearnerDescription = z.infer<typeof learnerDescription>;

/** How rows are divided into a training and a held-out part. */
export const splitSpecification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('random'), testShare: z.number().gt(0).lt(1).default(0.25) }),
  z.object({ kind: z.literal('stratified'), testShare: z.number().gt(0).lt(1).default(0.25) }),
  z.object({ kind: z.literal('time'), column: z.string(), testShare: z.number().gt(0).lt(1).default(0.25) }),
  z.object({ kind: z.literal('group'), column: z.string(), testShare: z.number().gt(0).lt(1).default(0.25) }),
]);
export type SplitSpecification = z.infer<typeof splitSpecification>;
