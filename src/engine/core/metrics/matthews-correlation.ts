import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const matthewsDescriptor = {
  name: 'mcc',
  title: 'Matthews correlation',
  goal: 'maximize',
  explanation: 'Correlation of prediction and truth at the threshold, from −1 to 1; fair with rare classes.',
  source:
    'Matthews (1975), doi:10.1016/0005-2795(75)90109-9; 0 where a margin is empty, as sklearn.metrics.matthews_corrcoef',
} as const satisfies MetricDescriptor;

/** 0 when truth or prediction is all one class; NaN without rows. */
export function matthewsCorrelation({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: BinaryCounts): number {
  if (truePositives + falsePositives + falseNegatives + trueNegatives === 0) return Number.NaN;
  const margins =
    Math.sqrt(truePositives + falsePositives) *
    Math.sqrt(truePositives + falseNegatives) *
    Math.sqrt(trueNegatives + falsePositives) *
    Math.sqrt(trueNegatives + falseNegatives);
  return margins === 0 ? 0 : (truePositives * trueNegatives - falsePositives * falseNegatives) / margins;
}
