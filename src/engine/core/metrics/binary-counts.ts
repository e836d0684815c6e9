import type { BinarySample } from './binary-sample.ts';
import type { Weights } from './metric-descriptor.ts';

/** The four counts that every metric at a threshold is made of. */
export interface BinaryCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Rows whose score is at or above the threshold are called positive. */
export function binaryCounts({
  sample: { truth, scores },
  threshold,
  weights,
}: {
  readonly sample: BinarySample;
  readonly threshold: number;
  readonly weights?: Weights | undefined;
}): BinaryCounts {
  let truePositives = 0;
  let calledPositive = 0;
  let positives = 0;
  let rows = 0;
  for (let row = 0; row < truth.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    const positive = weight * truth[row]!;
    rows += weight;
    positives += positive;
    if (scores[row]! >= threshold) {
      calledPositive += weight;
      truePositives += positive;
    }
  }
  const falsePositives = calledPositive - truePositives;
  const falseNegatives = positives - truePositives;
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: rows - calledPositive - falseNegatives,
  };
}
