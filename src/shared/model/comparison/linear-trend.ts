import { z } from 'zod';
import { interval } from './interval.ts';

/** A straight line through a scatter. */
export const linearTrend = z.object({
  n: z.number().int(),
  /** Points without two finite coordinates. */
  leftOut: z.number().int(),
  level: z.number(),
  slope: z.number(),
  intercept: z.number(),
  slopeInterval: interval.nullable(),
  /** Of the slope being 0. */
  pValue: z.number(),
  /** null where y does not vary. */
  rSquared: z.number().nullable(),
  /** The line and the interval of its mean, by ascending x. */
  band: z.array(interval.extend({ x: z.number(), y: z.number() })),
});
export type LinearTrend = z.infer<typeof linearTrend>;
