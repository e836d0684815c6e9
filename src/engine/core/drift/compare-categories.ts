import type { ColumnDrift, DriftThresholds } from '../../../shared/model/drift-report.ts';
import { chiSquareContingency, chiSquareDescriptor } from './chi-square-contingency.ts';
import type { CategorySide } from './column-sides.ts';
import { compareShares } from './compare-shares.ts';
import { effectOf, untested, type ValueComparison } from './comparison.ts';
import { categoryOverlay, type LabelledCounts } from './distribution-overlay.ts';
import { jensenShannonDescriptor, jensenShannonDistance } from './jensen-shannon.ts';
import { poolRareCategories } from './pool-rare-categories.ts';
import { populationStabilityIndex } from './population-stability-index.ts';

const listedCategories = 20;
/** A column with more distinct values than this share of its rows names rows and does not describe them. */
const uniqueShare = 0.8;
const fewestUnique = 20;

/** Compares the shares of the categories of a text column: at least one value on each side. */
export function compareCategories({
  reference,
  current,
  thresholds,
}: {
  readonly reference: CategorySide;
  readonly current: CategorySide;
  readonly thresholds: DriftThresholds;
}): ValueComparison {
  const used = reference.counts.used + current.counts.used;
  const counts = sharedCounts({ reference, current });
  if (counts.labels.length > fewestUnique && counts.labels.length > uniqueShare * used) {
    const reason = 'Hardly a value repeats: the column names rows, and shares say nothing about it.';
    return untested({ status: 'unique', reason });
  }
  const shared = { ...categoryChanges(counts), overlay: categoryOverlay(counts) };
  if (counts.labels.length === 1) {
    const reason = 'Every row of both sides has the same value.';
    return { ...untested({ status: 'constant', reason }), ...shared, psi: 0 };
  }
  return {
    ...untested({ status: 'compared', reason: '' }),
    ...shared,
    ...(counts.labels.length === 2
      ? compareShares({ reference: pair(counts.reference), current: pair(counts.current), thresholds })
      : compareDistributions(counts, thresholds)),
    psi: populationStabilityIndex(counts.reference, counts.current),
  };
}

function pair(counts: readonly number[]): readonly [number, number] {
  return [counts[0] ?? 0, counts[1] ?? 0];
}

function compareDistributions(
  counts: LabelledCounts,
  thresholds: DriftThresholds,
): Pick<ValueComparison, 'test' | 'testTitle' | 'reason' | 'statistic' | 'pValue' | 'effect'> {
  const pooled = poolRareCategories(counts.reference, counts.current);
  const { statistic, pValue } = chiSquareContingency(pooled.reference, pooled.current);
  const together = pooled.pooled > 0 ? `; the ${pooled.pooled} rarest are taken together` : '';
  return {
    test: chiSquareDescriptor.name,
    testTitle: chiSquareDescriptor.title,
    reason: `The column holds categories, so their shares are compared${together}.`,
    statistic,
    pValue,
    effect: effectOf({
      descriptor: jensenShannonDescriptor,
      value: jensenShannonDistance(pooled.reference, pooled.current),
      threshold: thresholds.category,
    }),
  };
}

/** The categories that either side has, in ascending order. */
function sharedCounts({
  reference,
  current,
}: {
  reference: CategorySide;
  current: CategorySide;
}): LabelledCounts {
  const labels = [...new Set([...reference.rowsOf.keys(), ...current.rowsOf.keys()])].sort();
  return {
    labels,
    reference: labels.map((label) => reference.rowsOf.get(label) ?? 0),
    current: labels.map((label) => current.rowsOf.get(label) ?? 0),
  };
}

function categoryChanges({
  labels,
  reference,
  current,
}: LabelledCounts): Pick<
  ColumnDrift,
  'newCategories' | 'vanishedCategories' | 'newCategoryCount' | 'vanishedCategoryCount'
> {
  const onlyIn = (here: readonly number[], there: readonly number[]) =>
    labels
      .map((label, index) => ({ label, count: here[index]!, elsewhere: there[index]! }))
      .filter(({ elsewhere }) => elsewhere === 0)
      .sort((a, b) => b.count - a.count)
      .map(({ label, count }) => ({ label, count }));
  const appeared = onlyIn(current, reference);
  const vanished = onlyIn(reference, current);
  return {
    newCategories: appeared.slice(0, listedCategories),
    vanishedCategories: vanished.slice(0, listedCategories),
    newCategoryCount: appeared.length,
    vanishedCategoryCount: vanished.length,
  };
}
