/** All points of one metric of one run, in any order: three columns of equal length. NaN and infinities are values like others. */
export interface MetricHistory {
  readonly steps: Float64Array;
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
}

/**
 * MLflow's rule for which of two points is the later one: the greater (step, timestamp, value). NaN counts as 0 there, as MLflow and
 * the store keep it.
 */
export function comparePoints(history: MetricHistory, a: number, b: number): number {
  const { steps, timestampsMs, values } = history;
  return (
    steps[a]! - steps[b]! ||
    timestampsMs[a]! - timestampsMs[b]! ||
    compareValues(values[a]! || 0, values[b]! || 0)
  );
}

/** Not the difference: ∞ − ∞ is no order. */
function compareValues(a: number, b: number): number {
  return Number(a > b) - Number(a < b);
}
