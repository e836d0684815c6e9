import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const accuracyDescriptor = {
  name: 'accuracy',
  title: 'Accuracy',
  goal: 'maximize',
  explanation: 'Share of rows given their true class; compare it with the share of the most common class.',
  source: 'Correct / all, as sklearn.metrics.accuracy_score',
} as const satisfies MetricDescriptor;

/** NaN without rows. */
export function accuracy({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: BinaryCounts): number {
  return (truePositives + trueNegatives) / (truePositives + falsePositives + falseNegatives + trueNegatives);
}
