import { mean, squaredDeviations } from './moments.ts';
import { logGamma } from './scaled-gamma.ts';

/**
 * Difference of the means in standard deviations, with Hedges' (1981) exact correction for small groups. Positive where the candidate's
 * mean is larger. NaN where nothing spreads or there are fewer than three values in all.
 */
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
