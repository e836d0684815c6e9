import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const precisionDescriptor = {
  name: 'precision',
  title: 'Precision',
  goal: 'maximize',
  explanation: 'Of the rows called positive, the share that is.',
  source: 'TP / (TP + FP), as sklearn.metrics.precision_score',
} as const satisfies MetricDescriptor;

/** NaN when no row is called positive. */
export function precision({ truePositives, falsePositives }: BinaryCounts): number {
  return truePositives / (truePositives + falsePositives);
}
