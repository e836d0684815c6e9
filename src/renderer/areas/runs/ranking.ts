import type { MetricGoal } from '../../../shared/model/metric-goal.ts';

/** The best finite value by the goal; null without a goal, or when there are not two values that differ. */
export function bestOf(values: readonly number[], goal: MetricGoal | null): number | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (goal === null || low >= high) return null;
  return goal === 'maximize' ? high : low;
}
