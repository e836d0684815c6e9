import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const f1Descriptor = {
  name: 'f1',
  title: 'F1',
  goal: 'maximize',
  explanation: 'Harmonic mean of precision and recall at the threshold.',
  source: '2·TP / (2·TP + FP + FN), as sklearn.metrics.f1_score',
} as const satisfies MetricDescriptor;

/** NaN when no row is positive or called so. */
export function f1Score({ truePositives, falsePositives, falseNegatives }: BinaryCounts): number {
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
