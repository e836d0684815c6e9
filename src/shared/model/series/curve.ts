import { comparePoints, type MetricHistory } from './metric-history.ts';

/** Points to draw, by ascending x; x is finite, y is NaN or infinite where there is a mark instead of a point. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Points without an x, or without one that is finite. */
  readonly leftOut: number;
}

export type CurveAxis =
  | { readonly kind: 'step' }
  /** Seconds since `originMs`, such as the run's start. */
  | { readonly kind: 'relative'; readonly originMs: number }
  /** Milliseconds since 1970-01-01 UTC. */
  | { readonly kind: 'wall' }
  /** The value of another metric of the run at the same step. */
  | { readonly kind: 'metric'; readonly history: MetricHistory };

/** A metric's history over the chosen axis. Points of equal x keep their order. O(n) where they are in order, else O(n log n). */
export function curveOver(history: MetricHistory, axis: CurveAxis): Curve {
  return sortedCurve(axisValues(history, axis), history.values);
}

function axisValues({ steps, timestampsMs }: MetricHistory, axis: CurveAxis): Float64Array {
  if (axis.kind === 'step') return steps;
  if (axis.kind === 'wall') return timestampsMs;
  if (axis.kind === 'relative') return timestampsMs.map((atMs) => (atMs - axis.originMs) / 1000);
  const valueAt = valuesByStep(axis.history);
  return steps.map((step) => valueAt.get(step) ?? Number.NaN);
}

/** The latest value of each step. */
function valuesByStep(history: MetricHistory): Map<number, number> {
  const latest = new Map<number, number>();
  for (const [index, step] of history.steps.entries()) {
    const known = latest.get(step);
    if (known === undefined || comparePoints(history, index, known) > 0) latest.set(step, index);
  }
  return new Map(Array.from(latest, ([step, index]) => [step, history.values[index]!]));
}

/** Columns as they are where x is finite and ascends already; else a sorted copy without points that have no x. */
export function sortedCurve(x: Float64Array, y: Float64Array): Curve {
  if (isAscending(x)) return { x, y, leftOut: 0 };
  const order = Uint32Array.from(x.keys())
    .filter((index) => Number.isFinite(x[index]))
    .sort((a, b) => x[a]! - x[b]! || a - b);
  return {
    x: Float64Array.from(order, (index) => x[index]!),
    y: Float64Array.from(order, (index) => y[index]!),
    leftOut: x.length - order.length,
  };
}

function isAscending(x: Float64Array): boolean {
  for (let index = 1; index < x.length; index++) if (!(x[index - 1]! <= x[index]!)) return false;
  // Ascending from a finite first to a finite last, all between are finite too.
  return x.length === 0 || (Number.isFinite(x[0]) && Number.isFinite(x.at(-1)));
}
