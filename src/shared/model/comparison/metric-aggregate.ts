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
  /** What stands where there is no finite value. */
  readonly notFinite: Readonly<Record<'last' | 'min' | 'max', NotFinite | null>>;
}

/** As JSON has it. */
export type NotFinite = 'NaN' | 'Infinity' | '-Infinity';

export function aggregateOf(
  ends: MetricEnds | undefined,
  aggregate: MetricAggregate,
  goal: MetricGoal | null,
): number | null {
  return ends === undefined ? null : ends[endOf(aggregate, goal)];
}

/** What stands in place of a value that is not finite; null where there is a finite one, or none at all. */
export function notFiniteOf(
  ends: MetricEnds | undefined,
  aggregate: MetricAggregate,
  goal: MetricGoal | null,
): NotFinite | null {
  return ends === undefined ? null : ends.notFinite[endOf(aggregate, goal)];
}

function endOf(aggregate: MetricAggregate, goal: MetricGoal | null): 'last' | 'min' | 'max' {
  if (aggregate !== 'best') return aggregate;
  if (goal === null) return 'last';
  return goal === 'maximize' ? 'max' : 'min';
}
