import type { BinaryCounts } from './binary-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const recallDescriptor = {
  name: 'recall',
  title: 'Recall',
  goal: 'maximize',
  explanation: 'Of the positive rows, the share that is found.',
  source: 'TP / (TP + FN), as sklearn.metrics.recall_score',
} as const satisfies MetricDescriptor;

/** NaN when there is no positive row. */
export function recall({ truePositives, falseNegatives }: BinaryCounts): number {
  return truePositives / (truePositives + falseNegatives);
}
