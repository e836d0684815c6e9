import { type ClassCounts, type OneClassCounts, oneClassCounts } from './class-counts.ts';
import type { MetricDescriptor } from './metric-descriptor.ts';

export const macroF1Descriptor = {
  name: 'f1_macro',
  title: 'F1, macro',
  goal: 'maximize',
  explanation: 'Mean of the F1 of each class: a rare class weighs as much as a common one.',
  source: 'Over the classes that occur in truth or prediction, as sklearn.metrics.f1_score(average="macro")',
} as const satisfies MetricDescriptor;

export const weightedF1Descriptor = {
  name: 'f1_weighted',
  title: 'F1, weighted',
  goal: 'maximize',
  explanation: 'Mean of the F1 of each class, weighted by its rows.',
  source: 'As sklearn.metrics.f1_score(average="weighted")',
} as const satisfies MetricDescriptor;

/** NaN when the class occurs in neither truth nor prediction. */
export function f1OfClass({ truePositives, support, called }: OneClassCounts): number {
  return (2 * truePositives) / (support + called);
}

/** NaN without rows. */
export function macroF1(counts: ClassCounts): number {
  const scores = oneClassCounts(counts)
    .map(f1OfClass)
    .filter((score) => !Number.isNaN(score));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** NaN without rows. */
export function weightedF1(counts: ClassCounts): number {
  const classes = oneClassCounts(counts).filter(({ support }) => support > 0);
  const rows = classes.reduce((sum, { support }) => sum + support, 0);
  return classes.reduce((sum, one) => sum + one.support * f1OfClass(one), 0) / rows;
}
