import { midranks } from './midranks.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const cliffsDeltaDescriptor = {
  name: 'cliffs_delta',
  title: 'Cliff’s δ',
  explanation:
    'How much more often a value of the one group is larger than one of the other than the reverse.',
  source: 'Cliff (1993); 0.147 small, 0.33 medium, 0.474 large (Romano et al. 2006)',
} as const satisfies StatisticDescriptor;

/**
 * The chance that a value of `candidate` is larger than one of `reference`, ties counting a half: A₁₂ of Vargha and Delaney (2000),
 * which is Mann and Whitney's U over all pairs. Cliff's δ is 2·A₁₂ − 1. NaN where a group is empty.
 */
export function superiority({
  reference,
  candidate,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
}): number {
  const n = candidate.length;
  const { ranks } = midranks([...Array.from(candidate), ...Array.from(reference)]);
  const u = ranks.subarray(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  return u / (n * reference.length);
}
