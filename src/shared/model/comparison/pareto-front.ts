import type { MetricGoal } from '../metric-goal.ts';

export interface ParetoMetric {
  /** One value a run; NaN or null where it has none. */
  readonly values: ArrayLike<number | null>;
  readonly goal: MetricGoal;
}

export interface ParetoFront {
  /** Runs that no other run beats, by the first metric from best to worst. */
  readonly front: readonly number[];
  /** One a run: how many runs are at least as good in every metric and better in one. −1 for a run that was left out. */
  readonly dominatedBy: Int32Array;
  /** Runs without a value in one of the metrics. */
  readonly leftOut: number;
}

/**
 * The runs that cannot be improved in one metric without losing in another, of two to four metrics. Equal runs do not beat each other.
 * O(n log n) for two metrics; for more, O(n²) comparisons at worst, about a second for 20,000 runs.
 */
export function paretoFront(metrics: readonly ParetoMetric[]): ParetoFront {
  const count = metrics[0]?.values.length ?? 0;
  const costs = metrics.map(({ values, goal }) =>
    Float64Array.from({ length: count }, (_, run) => costOf(values[run], goal)),
  );
  const runs = Uint32Array.from({ length: count }, (_, run) => run)
    .filter((run) => costs.every((cost) => !Number.isNaN(cost[run])))
    .sort((a, b) => compareCosts(costs, a, b));
  const dominatedBy = new Int32Array(count).fill(-1);
  if (costs.length === 2) countByTree(costs as [Float64Array, Float64Array], runs, dominatedBy);
  else countByPairs(costs, runs, dominatedBy);
  return {
    front: Array.from(runs).filter((run) => dominatedBy[run] === 0),
    dominatedBy,
    leftOut: count - runs.length,
  };
}

function costOf(value: number | null | undefined, goal: MetricGoal): number {
  if (value === null || value === undefined) return Number.NaN;
  return goal === 'minimize' ? value : -value;
}

function compareCosts(costs: readonly Float64Array[], a: number, b: number): number {
  for (const cost of costs) {
    if (cost[a]! < cost[b]!) return -1;
    if (cost[a]! > cost[b]!) return 1;
  }
  return a - b;
}

/** Whoever beats a run stands before it in lexicographic order. */
function countByPairs(costs: readonly Float64Array[], runs: Uint32Array, dominatedBy: Int32Array): void {
  for (const [position, run] of runs.entries()) {
    let count = 0;
    for (let before = 0; before < position; before++) {
      const other = runs[before]!;
      if (
        costs.every((cost) => cost[other]! <= cost[run]!) &&
        costs.some((cost) => cost[other]! < cost[run]!)
      )
        count++;
    }
    dominatedBy[run] = count;
  }
}

/** In lexicographic order, whoever beats a run is before it and no worse in the second metric: counted with Fenwick's (1994) tree. */
function countByTree(
  [first, second]: readonly [Float64Array, Float64Array],
  runs: Uint32Array,
  dominatedBy: Int32Array,
): void {
  const levels = [...new Set(Array.from(runs, (run) => second[run]!))].sort((a, b) => a - b);
  const levelOf = new Map(levels.map((value, level) => [value, level + 1]));
  const tree = new Int32Array(levels.length + 1);
  let equals = 0;
  for (const [position, run] of runs.entries()) {
    const previous = runs[position - 1];
    const isEqual =
      previous !== undefined && first[previous] === first[run] && second[previous] === second[run];
    equals = isEqual ? equals + 1 : 0;
    const level = levelOf.get(second[run]!)!;
    let count = -equals;
    for (let node = level; node > 0; node -= node & -node) count += tree[node]!;
    dominatedBy[run] = count;
    for (let node = level; node < tree.length; node += node & -node) tree[node]! += 1;
  }
}
