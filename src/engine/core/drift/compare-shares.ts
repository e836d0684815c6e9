import type { DriftThresholds } from '../../../shared/model/drift-report.ts';
import { cohensH, cohensHDescriptor } from './cohens-h.ts';
import { effectOf, type ValueComparison } from './comparison.ts';
import { fisherExactDescriptor } from './fisher-exact.ts';
import { compareProportions } from './two-proportions.ts';

/** Compares a column of two values by the share of the second. Counts are [first, second] on each side. */
export function compareShares({
  reference,
  current,
  thresholds,
}: {
  readonly reference: readonly [number, number];
  readonly current: readonly [number, number];
  readonly thresholds: DriftThresholds;
}): Pick<ValueComparison, 'test' | 'testTitle' | 'reason' | 'statistic' | 'pValue' | 'effect'> {
  const [referenceRows, currentRows] = [reference[0] + reference[1], current[0] + current[1]];
  const { test, title, statistic, pValue } = compareProportions({
    referenceHits: reference[1],
    referenceRows,
    currentHits: current[1],
    currentRows,
  });
  const exactly = test === fisherExactDescriptor.name ? ', exactly, because counts are small' : '';
  return {
    test,
    testTitle: title,
    reason: `The column has two values, so their shares are compared${exactly}.`,
    statistic,
    pValue,
    effect: effectOf({
      descriptor: cohensHDescriptor,
      value: cohensH(reference[1] / referenceRows, current[1] / currentRows),
      threshold: thresholds.share,
    }),
  };
}
