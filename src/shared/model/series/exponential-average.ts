/**
 * Exponential moving average as TensorBoard draws it: each point weighs `weight` (0 to below 1) times as much as the one after it, and
 * the start is debiased. Points that are not finite have no weight and stay NaN, and the debiasing counts real points only, so that a
 * gap does not pull the curve towards 0. Equal to pandas ewm(alpha=1 − weight, ignore_na=True).mean() at real points. O(n).
 */
export function exponentialAverage(y: Float64Array, weight: number): Float64Array {
  let average = 0;
  let totalWeight = 0;
  return y.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    totalWeight = totalWeight * weight + 1;
    // Stepwise, so that equal values stay what they are to the last bit.
    average += (value - average) / totalWeight;
    return average;
  });
}
