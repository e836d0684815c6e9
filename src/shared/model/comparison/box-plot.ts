import { z } from 'zod';

export const boxPlot = z.object({
  n: z.number().int(),
  /** Values that are missing or not finite. */
  leftOut: z.number().int(),
  lowerWhisker: z.number(),
  lowerQuartile: z.number(),
  median: z.number(),
  upperQuartile: z.number(),
  upperWhisker: z.number(),
  /** Beyond the whiskers, ascending. */
  outliers: z.array(z.number()),
});
export type BoxPlot = z.infer<typeof boxPlot>;
