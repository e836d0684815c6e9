import { type ClassCounts, oneClassCounts } from './class-counts.ts';

/** Share of rows given their true class; described by `accuracyDescriptor`. NaN without rows. */
export function multiclassAccuracy(counts: ClassCounts): number {
  const classes = oneClassCounts(counts);
  const correct = classes.reduce((sum, { truePositives }) => sum + truePositives, 0);
  return correct / classes.reduce((sum, { support }) => sum + support, 0);
}
