import { z } from 'zod';
import { metricGoal } from '../metric-goal.ts';

const rows = z.array(z.array(z.number().nullable()));

/** A metric over two columns of runs, as cells and as a smooth field with its contour lines. Rows go along y, columns along x. */
export const runSurface = z.object({
  /** Edges of the cells, in the columns' own units: one more than there are cells. */
  xEdges: z.array(z.number()),
  yEdges: z.array(z.number()),
  /** Mean of the runs in each cell, null where there is none. */
  means: rows,
  counts: z.array(z.array(z.number().int())),
  /** Null where the runs lie on one line, which spans no plane. */
  field: z
    .object({
      /** Where the field was computed, in the columns' own units. */
      x: z.array(z.number()),
      y: z.array(z.number()),
      /** Null where no run is near. */
      values: rows,
      contours: z.array(
        z.object({ value: z.number(), lines: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
      ),
    })
    .nullable(),
  points: z.array(
    z.object({ runId: z.string(), name: z.string(), x: z.number(), y: z.number(), value: z.number() }),
  ),
  /** Runs without a number in one of the three, or none that a logarithmic axis has a place for. */
  leftOut: z.number().int(),
  goal: metricGoal.nullable(),
});
export type RunSurface = z.infer<typeof runSurface>;
