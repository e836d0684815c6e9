import type { BinarySample } from './binary-sample.ts';
import type { MetricDescriptor, Weights } from './metric-descriptor.ts';

export const rocAucDescriptor = {
  name: 'roc_auc',
  title: 'ROC AUC',
  goal: 'maximize',
  explanation:
    'The chance that a random positive row gets a higher score than a random negative one; 0.5 is guessing.',
  source: 'Hanley and McNeil (1982), doi:10.1148/radiology.143.1.7063747; ties count one half (midranks)',
} as const satisfies MetricDescriptor;

/** NaN when one of the classes has no row. */
export function rocAuc({ truth, groupEnds }: BinarySample, weights?: Weights): number {
  let positives = 0;
  let negatives = 0;
  // Twice the number of (positive, negative) pairs in right order: whole numbers, hence no rounding.
  let doubledPairs = 0;
  let row = 0;
  for (let group = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]!;
    let groupPositives = 0;
    let groupRows = 0;
    for (; row < end; row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      groupRows += weight;
      groupPositives += weight * truth[row]!;
    }
    const groupNegatives = groupRows - groupPositives;
    doubledPairs += groupNegatives * (2 * positives + groupPositives);
    positives += groupPositives;
    negatives += groupNegatives;
  }
  return doubledPairs / (2 * positives * negatives);
}
