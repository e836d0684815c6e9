import type { BinarySample } from './binary-sample.ts';
import { cumulativeCounts } from './roc-curve.ts';

export interface ThresholdChoice {
  /** Scores at or above it are called positive. */
  readonly threshold: number;
  readonly value: number;
}

/** The score at which F1 is highest, the highest such score on a tie; null without positive rows. */
export function bestF1Threshold(sample: BinarySample): ThresholdChoice | null {
  return bestBy(
    sample,
    ({ positives, negatives, totalPositives }) => (2 * positives) / (positives + negatives + totalPositives),
  );
}

/** The score with the highest Youden index J = recall + specificity − 1 (Youden 1950); null when a class has no row. */
export function bestYoudenThreshold(sample: BinarySample): ThresholdChoice | null {
  return bestBy(
    sample,
    ({ positives, negatives, totalPositives, totalNegatives }) =>
      positives / totalPositives - negatives / totalNegatives,
  );
}

interface CountsAtThreshold {
  readonly positives: number;
  readonly negatives: number;
  readonly totalPositives: number;
  readonly totalNegatives: number;
}

function bestBy(sample: BinarySample, value: (counts: CountsAtThreshold) => number): ThresholdChoice | null {
  const steps = cumulativeCounts(sample);
  const totalPositives = steps.at(-1)?.positives ?? 0;
  const totalNegatives = steps.at(-1)?.negatives ?? 0;
  if (totalPositives === 0) return null;
  let best: ThresholdChoice | null = null;
  for (const { positives, negatives, threshold } of steps) {
    const candidate = value({ positives, negatives, totalPositives, totalNegatives });
    if (candidate > (best?.value ?? Number.NEGATIVE_INFINITY)) best = { threshold, value: candidate };
  }
  return best;
}
