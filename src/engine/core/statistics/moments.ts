/** NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum / values.length;
}

/** Of the values themselves, not of a population they stand for (ddof 0). NaN of nothing. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index]! - centre) ** 2;
  return Math.sqrt(squares / values.length);
}

/** Sum of squared distances from the mean; exactly 0 of equal values, whose rounded mean may differ from them in the last bit. */
export function squaredDeviations(values: ArrayLike<number>): number {
  const centre = mean(values);
  let squares = 0;
  let isConstant = true;
  for (let index = 0; index < values.length; index++) {
    squares += (values[index]! - centre) ** 2;
    if (values[index] !== values[0]) isConstant = false;
  }
  return isConstant && Number.isFinite(centre) ? 0 : squares;
}

/** Unbiased variance of the population that the values are a sample of (ddof 1). NaN of fewer than two. */
export function sampleVariance(values: ArrayLike<number>): number {
  return values.length < 2 ? Number.NaN : squaredDeviations(values) / (values.length - 1);
}
