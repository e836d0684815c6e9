import type { BinarySample } from './binary-sample.ts';

export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
  /** Scores at or above it are called positive; infinite for the first point, where nothing is. */
  readonly threshold: number;
}

/**
 * All points of the ROC curve, one a distinct score, from (0, 0) to (1, 1); those on a straight line between their neighbours are
 * left out, which changes neither curve nor area. Empty when one of the classes has no row.
 */
export function rocCurve(sample: BinarySample): RocPoint[] {
  const steps = cumulativeCounts(sample);
  const last = steps.at(-1);
  if (!last || last.positives === 0 || last.negatives === 0) return [];
  const points = [{ positives: 0, negatives: 0, threshold: Number.POSITIVE_INFINITY }, ...steps];
  return points
    .filter((point, index) => !liesBetween(points[index - 1], point, points[index + 1]))
    .map(({ positives, negatives, threshold }) => ({
      falsePositiveRate: negatives / last.negatives,
      truePositiveRate: positives / last.positives,
      threshold,
    }));
}

/** After each group of equal scores: how many positives and negatives stand at or above its score. */
export function cumulativeCounts({ truth, scores, groupEnds }: BinarySample): CumulativeCounts[] {
  let positives = 0;
  let row = 0;
  return Array.from(groupEnds, (end) => {
    for (; row < end; row++) positives += truth[row]!;
    return { positives, negatives: end - positives, threshold: scores[end - 1]! };
  });
}

export interface CumulativeCounts {
  readonly positives: number;
  readonly negatives: number;
  readonly threshold: number;
}

function liesBetween(
  before: CumulativeCounts | undefined,
  point: CumulativeCounts,
  after: CumulativeCounts | undefined,
): boolean {
  if (!before || !after) return false;
  const cross =
    (point.positives - before.positives) * (after.negatives - point.negatives) -
    (after.positives - point.positives) * (point.negatives - before.negatives);
  return cross === 0;
}
