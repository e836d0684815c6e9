import { midranks } from './midranks.ts';
import { normalTwoSided } from './normal.ts';
import { coinSumShares, twoSidedShare } from './rank-sum-distribution.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const wilcoxonDescriptor = {
  name: 'wilcoxon',
  title: 'Wilcoxon signed-rank',
  explanation:
    'Do the differences of pairs lean to one side? Uses their ranks only, so outliers do not matter.',
  source:
    'Wilcoxon (1945), zero differences left out; exact up to 50 pairs, ties included, else normal with tie correction',
} as const satisfies StatisticDescriptor;

export interface WilcoxonResult {
  /** The smaller of the rank sums of positive and of negative differences. */
  readonly statistic: number;
  /** Rank sum of positive minus rank sum of negative differences: to which side they lean. */
  readonly lean: number;
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

const mostPairsExact = 50;

/**
 * Two-sided, of differences without NaN. p is 1 where all differences are 0. Equal to scipy.stats.wilcoxon(differences) without ties
 * or up to 13 pairs; with ties and 14 to 50 pairs scipy approximates and this stays exact.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>): WilcoxonResult {
  const nonZero = Array.from(differences).filter((difference) => difference !== 0);
  if (nonZero.length === 0) return { statistic: 0, lean: 0, pValue: 1, method: 'exact' };
  const { ranks, tieTerm } = midranks(nonZero.map(Math.abs));
  const positive = ranks.reduce((sum, rank, index) => (nonZero[index]! > 0 ? sum + rank : sum), 0);
  const n = nonZero.length;
  const negative = (n * (n + 1)) / 2 - positive;
  const sums = { statistic: Math.min(positive, negative), lean: positive - negative };
  return n <= mostPairsExact
    ? { ...sums, pValue: exactPValue(ranks, positive), method: 'exact' }
    : { ...sums, pValue: asymptoticPValue({ positive, n, tieTerm }), method: 'asymptotic' };
}

/** Midranks are halves, twice a midrank is whole. */
function exactPValue(ranks: Float64Array, positive: number): number {
  const doubled = Array.from(ranks, (rank) => 2 * rank);
  return twoSidedShare(coinSumShares(doubled), 2 * positive);
}

function asymptoticPValue({ positive, n, tieTerm }: { positive: number; n: number; tieTerm: number }) {
  const variance = (n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24;
  return normalTwoSided((positive - (n * (n + 1)) / 4) / Math.sqrt(variance));
}
