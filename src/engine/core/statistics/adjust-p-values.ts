function ascendingOrder(pValues: readonly number[]): number[] {
  return pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
}

/**
 * Benjamini and Hochberg (1995): calling what is below α keeps the expected share of false calls below α. Adjusted p-values in
 * the order of the given ones, equal to scipy.stats.false_discovery_control.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = new Array<number>(pValues.length);
  let smallest = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    smallest = Math.min(smallest, (pValues[index]! * pValues.length) / rank);
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** Holm (1979): calling what is below α keeps the chance of any false call below α. */
export function holm(pValues: readonly number[]): number[] {
  const order = ascendingOrder(pValues);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [position, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, pValues[index]! * (pValues.length - position)));
    adjusted[index] = largest;
  }
  return adjusted;
}
