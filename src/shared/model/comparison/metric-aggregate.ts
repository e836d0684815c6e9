import { z } from 'zod';
import type { MetricGoal } from '../metric-goal.ts';

/** Which value of a metric's history stands for it. `best` is by the metric's goal, and the last one where it has none. */
export const metricAggregate = z.enum(['last', 'best', 'min', 'max']);
export type MetricAggregate = z.infer<typeof metricAggregate>;

/** What is kept of a history; null where there is no finite value. */
export interface MetricEnds {
  readonly last: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function aggregateOf(
  ends: MetricEnds | undefined,
  aggregate: MetricAggregate,
  goal: MetricGoal | null,
): number | null {
  if (ends === undefined) return null;
  if (aggregate !== 'best') return ends[aggregate];
  if (goal === null) return ends.last;
  return goal === 'maximize' ? ends.max : ends.min;
}
