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

/** The best value on each dataset: figures from different data say nothing about which run is better. */
export function bestByDataset(
  runs: readonly { dataset: string | null; value: number }[],
  goal: MetricGoal | null,
): ReadonlyMap<string | null, number> {
  const values = new Map<string | null, number[]>();
  for (const { dataset, value } of runs) {
    const known = values.get(dataset);
    if (known === undefined) values.set(dataset, [value]);
    else known.push(value);
  }
  return new Map(
    [...values].flatMap(([dataset, group]) => {
      const best = bestOf(group, goal);
      return best === null ? [] : [[dataset, best] as const];
    }),
  );
}
