import type { BinarySample } from './binary-sample.ts';
import { cumulativeCounts } from './roc-curve.ts';

export interface PrecisionRecallPoint {
  readonly recall: number;
  readonly precision: number;
  /** Scores at or above it are called positive; infinite for the first point, where nothing is. */
  readonly threshold: number;
}

/**
 * All points of the precision-recall curve by ascending recall, one a distinct score, after the conventional start at recall 0,
 * precision 1; the curve ends where every positive row is found (sklearn.metrics.precision_recall_curve in reverse order, without its tail at recall 1).
 * Empty when there is no positive row.
 */
export function precisionRecallCurve(sample: BinarySample): PrecisionRecallPoint[] {
  const steps = cumulativeCounts(sample);
  const total = steps.at(-1)?.positives ?? 0;
  if (total === 0) return [];
  const firstFull = steps.findIndex(({ positives }) => positives === total);
  return [
    { recall: 0, precision: 1, threshold: Number.POSITIVE_INFINITY },
    ...steps.slice(0, firstFull + 1).map(({ positives, negatives, threshold }) => ({
      recall: positives / total,
      precision: positives / (positives + negatives),
      threshold,
    })),
  ];
}
