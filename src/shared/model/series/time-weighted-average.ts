/**
 * Exponential moving average over x instead of over points: what lies `halfLife` (in units of x) back weighs half. Two curves that were
 * logged at different rates are smoothed alike. Points that are not finite stay NaN and weigh nothing. Equal to pandas
 * ewm(halflife, times).mean() at real points. x ascends. O(n).
 */
export function timeWeightedAverage({
  x,
  y,
  halfLife,
}: {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly halfLife: number;
}): Float64Array {
  let [average, totalWeight, lastX] = [0, 0, 0];
  return y.map((value, index) => {
    if (!Number.isFinite(value)) return Number.NaN;
    const elapsed = x[index]! - lastX;
    // Points at one place count alike, also for a half-life of 0.
    const decay = elapsed === 0 ? 1 : 2 ** (-elapsed / halfLife);
    totalWeight = totalWeight * decay + 1;
    average += (value - average) / totalWeight;
    lastX = x[index]!;
    return average;
  });
}
