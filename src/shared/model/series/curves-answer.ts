import { z } from 'zod';

const ends = z.object({ from: z.number(), to: z.number() });
/** By ascending x; y is null where a line breaks. */
const points = z.object({ x: z.array(z.number()), y: z.array(z.number().nullable()) });

export const drawnCurve = points.extend({
  runId: z.string(),
  key: z.string(),
  /** Of the points where y is null those that are no number: what they are. */
  notFinite: z.array(z.object({ x: z.number(), value: z.enum(['NaN', 'Infinity', '-Infinity']) })),
  /** Made of all points, before any were left out for drawing; null where none was asked for. */
  smoothed: points.nullable(),
  /** Recorded in all. */
  totalPoints: z.number().int(),
  pointsInWindow: z.number().int(),
  pointsDrawn: z.number().int(),
  gaps: z.number().int(),
  infinities: z.number().int(),
  /** Without an x, or not on the logarithmic axis. */
  leftOut: z.number().int(),
});
export type DrawnCurve = z.infer<typeof drawnCurve>;

/** What a chart draws of curves. */
export const curvesAnswer = z.object({
  /** From the least to the greatest x of all; null where there is nothing. */
  extent: ends.nullable(),
  /** What is shown of it. */
  window: ends.nullable(),
  curves: z.array(drawnCurve),
});
export type CurvesAnswer = z.infer<typeof curvesAnswer>;
