import type { Weights } from './metric-descriptor.ts';

/** NaN of nothing. */
export function weightedMean(values: ArrayLike<number>, weights?: Weights): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    sum += weight * values[row]!;
    count += weight;
  }
  return sum / count;
}
