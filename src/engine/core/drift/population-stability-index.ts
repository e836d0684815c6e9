import { quantile } from '../statistics/quantile.ts';
import { countUpTo } from '../statistics/sorted-search.ts';
import type { DriftDescriptor } from './drift-descriptor.ts';

export const psiDescriptor = {
  name: 'psi',
  title: 'Population stability index',
  explanation: 'A customary measure of shift: below 0.1 little, above 0.25 much.',
  source: 'Σ (p − q)·ln(p / q) (Siddiqi 2006); empty bins are filled as Evidently 0.7 does',
} as const satisfies DriftDescriptor;

/** From the counts of the same bins on both sides. NaN when a side is empty. */
export function populationStabilityIndex(reference: readonly number[], current: readonly number[]): number {
  const p = filledShares(reference);
  const q = filledShares(current);
  return p.reduce((sum, share, bin) => sum + (share - q[bin]!) * Math.log(share / q[bin]!), 0);
}

/** An empty bin gets 0.0001, or a millionth of the smallest share when that is no larger than 0.0001. */
function filledShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total);
  const smallest = Math.min(...shares.filter((share) => share > 0));
  const filling = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
  return shares.map((share) => (share === 0 ? filling : share));
}

/**
 * Counts of two ascending samples in ten bins of about equal reference share, open at both ends. The number of bins does not grow
 * with the rows, so neither does the index.
 */
export function decileCounts(
  reference: Float64Array,
  current: Float64Array,
): { reference: number[]; current: number[] } {
  const inner = new Set(Array.from({ length: 9 }, (_, index) => quantile(reference, (index + 1) / 10)));
  const edges = [...inner, Number.POSITIVE_INFINITY];
  const countsOf = (sorted: Float64Array) => {
    const upTo = edges.map((edge) => countUpTo(sorted, edge));
    return upTo.map((count, bin) => count - (upTo[bin - 1] ?? 0));
  };
  return { reference: countsOf(reference), current: countsOf(current) };
}
