/**
 * The quantile at a share between 0 and 1 of ascending values: type 7 of Hyndman and Fan (1996), the default of NumPy and R.
 * NaN of nothing.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  if (low === high) return low;
  const weight = position - below;
  // NumPy interpolates from the nearer end, so that the last bit agrees.
  return weight < 0.5 ? low + (high - low) * weight : high - (high - low) * (1 - weight);
}
