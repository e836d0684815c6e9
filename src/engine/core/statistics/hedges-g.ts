import { mean, squaredDeviations } from './moments.ts';
import { logGamma } from './scaled-gamma.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const hedgesGDescriptor = {
  name: 'hedges_g',
  title: 'Hedges’ g',
  explanation: 'Difference of the means in standard deviations, corrected for small groups.',
  source: 'Hedges (1981) with the exact correction; 0.2 small, 0.5 medium, 0.8 large (Cohen 1988)',
} as const satisfies StatisticDescriptor;

/** Positive where the candidate's mean is larger. NaN where nothing spreads or there are fewer than three values in all. */
export function hedgesG({
  reference,
  candidate,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
}): number {
  const degrees = reference.length + candidate.length - 2;
  const pooled = Math.sqrt((squaredDeviations(reference) + squaredDeviations(candidate)) / degrees);
  if (!(degrees > 1 && pooled > 0)) return Number.NaN;
  const correction = Math.exp(
    logGamma(degrees / 2) - logGamma((degrees - 1) / 2) - 0.5 * Math.log(degrees / 2),
  );
  return (correction * (mean(candidate) - mean(reference))) / pooled;
}
