import { midranks } from './midranks.ts';
import { normalUpperTail } from './normal.ts';
import { subsetSumShares, twoSidedShare } from './rank-sum-distribution.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const mannWhitneyDescriptor = {
  name: 'mann_whitney',
  title: 'Mann–Whitney U',
  explanation:
    'Does a value of one group tend to be larger than one of the other? Uses ranks only, so outliers do not matter.',
  source:
    'Mann and Whitney (1947); exact where one side has at most 8 values and nothing ties, else normal with tie and continuity correction',
} as const satisfies StatisticDescriptor;

export interface MannWhitneyResult {
  /** Pairs in which the first side's value is larger; ties count a half. */
  readonly u: number;
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

/** scipy's rule for `method='auto'`, */
const largestExactSide = 8;
/** except that beside so many values the normal approximation is as good, and the exact one slow. */
const largestOtherSide = 400;

/** Two-sided, of values without NaN. NaN where a side is empty. Equal to scipy.stats.mannwhitneyu(first, second). */
export function mannWhitney(first: ArrayLike<number>, second: ArrayLike<number>): MannWhitneyResult {
  const [n1, n2] = [first.length, second.length];
  const { ranks, tieTerm } = midranks([...Array.from(first), ...Array.from(second)]);
  const u = ranks.subarray(0, n1).reduce((sum, rank) => sum + rank, 0) - (n1 * (n1 + 1)) / 2;
  const [smaller, larger] = n1 < n2 ? [n1, n2] : [n2, n1];
  const isExact = tieTerm === 0 && smaller <= largestExactSide && larger <= largestOtherSide;
  if (smaller === 0) return { u, pValue: Number.NaN, method: 'exact' };
  return isExact
    ? { u, pValue: exactPValue({ u, smaller, larger }), method: 'exact' }
    : { u, pValue: asymptoticPValue({ u, n1, n2, tieTerm }), method: 'asymptotic' };
}

/** U is symmetric around its middle, so that it does not matter whose U it is. */
function exactPValue({ u, smaller, larger }: { u: number; smaller: number; larger: number }): number {
  const ranks = Array.from({ length: smaller + larger }, (_, index) => index + 1);
  return twoSidedShare(subsetSumShares(ranks, smaller), u + (smaller * (smaller + 1)) / 2);
}

function asymptoticPValue({ u, n1, n2, tieTerm }: { u: number; n1: number; n2: number; tieTerm: number }) {
  const n = n1 + n2;
  const deviation = Math.sqrt(((n1 * n2) / 12) * (n + 1 - tieTerm / (n * (n - 1))));
  if (!(deviation > 0)) return 1;
  const z = (Math.abs(u - (n1 * n2) / 2) - 0.5) / deviation;
  return Math.min(1, 2 * normalUpperTail(z));
}
