/** Below it the chi-square distribution does not hold (Cochran 1954). */
const leastExpected = 5;

export interface PooledCounts {
  readonly reference: number[];
  readonly current: number[];
  /** How many categories were put together into the last count. */
  readonly pooled: number;
}

/**
 * Puts together the categories whose expected count is below five on either side, so that the chi-square test keeps its
 * false-alarm rate with many rare categories. When together they are still too rare, the smallest other one joins them.
 */
export function poolRareCategories(reference: readonly number[], current: readonly number[]): PooledCounts {
  const referenceTotal = reference.reduce((total, count) => total + count, 0);
  const currentTotal = current.reduce((total, count) => total + count, 0);
  const smallerShare = Math.min(referenceTotal, currentTotal) / (referenceTotal + currentTotal);
  const bySize = reference
    .map((count, category) => ({ reference: count, current: current[category] ?? 0 }))
    .map((counts) => ({ ...counts, expected: (counts.reference + counts.current) * smallerShare }))
    .filter(({ expected }) => expected > 0)
    .sort((a, b) => b.expected - a.expected);
  const rare = { reference: 0, current: 0, expected: 0 };
  let pooled = 0;
  const isPoolTooRare = () => pooled > 0 && rare.expected < leastExpected;
  while (bySize.length > 0 && ((bySize.at(-1)?.expected ?? 0) < leastExpected || isPoolTooRare())) {
    const smallest = bySize.pop();
    rare.reference += smallest?.reference ?? 0;
    rare.current += smallest?.current ?? 0;
    rare.expected += smallest?.expected ?? 0;
    pooled += 1;
  }
  const kept = pooled > 0 ? [...bySize, rare] : bySize;
  return {
    reference: kept.map((counts) => counts.reference),
    current: kept.map((counts) => counts.current),
    pooled,
  };
}
