import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const balancedAccuracyDescriptor = {
  name: 'balanced_accuracy',
  title: 'Balanced accuracy',
  goal: 'maximize',
  explanation:
    'Mean of the recalls of both classes at the threshold: a rare class weighs as much as a common one.',
  source: 'As sklearn.metrics.balanced_accuracy_score',
} as const satisfies MetricDescriptor;

/** NaN when a class has no row. */
export function balancedAccuracy({
  truePositives,
  falsePositives,
  falseNegatives,
  trueNegatives,
}: BinaryCounts): number {
  return (
    (truePositives / (truePositives + falseNegatives) + trueNegatives / (trueNegatives + falsePositives)) / 2
  );
}
