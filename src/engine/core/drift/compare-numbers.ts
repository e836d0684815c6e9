import type { DriftEffect, DriftThresholds, NumberSummary } from '../../../shared/model/drift-report.ts';
import { mean, standardDeviation } from '../statistics/moments.ts';
import { quantile } from '../statistics/quantile.ts';
import { countUpTo } from '../statistics/sorted-search.ts';
import { compareShares } from './compare-shares.ts';
import { effectOf, untested, type ValueComparison } from './comparison.ts';
import { binOverlay, categoryOverlay, type LabelledCounts } from './distribution-overlay.ts';
import { kolmogorovSmirnov, kolmogorovSmirnovDescriptor } from './kolmogorov-smirnov.ts';
import { decileCounts, populationStabilityIndex } from './population-stability-index.ts';
import { wassersteinDescriptor, wassersteinDistance } from './wasserstein.ts';

/** Up to this many distinct values each is drawn as itself. */
const mostDrawnValues = 20;

interface Sides {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** Compares the finite values of a number column: ascending, at least one on each side. */
export function compareNumbers({
  thresholds,
  ...sides
}: Sides & { readonly thresholds: DriftThresholds }): ValueComparison {
  const distinct = distinctCounts(sides);
  const shared = {
    summary: { reference: summaryOf(sides.reference), current: summaryOf(sides.current) },
    overlay: distinct
      ? categoryOverlay({ ...distinct, isOrdered: true })
      : binOverlay(sides.reference, sides.current),
  };
  if (distinct?.labels.length === 1) {
    const reason = 'Every row of both sides has the same value.';
    return { ...untested({ status: 'constant', reason }), ...shared, wasserstein: 0, psi: 0 };
  }
  const deciles = decileCounts(sides.reference, sides.current);
  return {
    ...untested({ status: 'compared', reason: '' }),
    ...shared,
    ...(distinct?.labels.length === 2
      ? compareShares({ reference: pair(distinct.reference), current: pair(distinct.current), thresholds })
      : compareDistributions(sides, thresholds)),
    wasserstein: wassersteinDistance(sides.reference, sides.current),
    psi:
      distinct === null
        ? populationStabilityIndex(deciles.reference, deciles.current)
        : populationStabilityIndex(distinct.reference, distinct.current),
  };
}

function pair(counts: readonly number[]): readonly [number, number] {
  return [counts[0] ?? 0, counts[1] ?? 0];
}

function compareDistributions(
  sides: Sides,
  thresholds: DriftThresholds,
): Pick<ValueComparison, 'test' | 'testTitle' | 'reason' | 'statistic' | 'pValue' | 'effect'> {
  const { statistic, pValue } = kolmogorovSmirnov(sides.reference, sides.current);
  return {
    test: kolmogorovSmirnovDescriptor.name,
    testTitle: kolmogorovSmirnovDescriptor.title,
    reason: 'The column holds numbers, so their whole distributions are compared.',
    statistic,
    pValue,
    effect: numberEffect({ sides, ksDistance: statistic, threshold: thresholds.number }),
  };
}

/**
 * The larger of two distances without a unit. The Kolmogorov–Smirnov distance is not moved by a few outliers, which can blow up a
 * standard deviation and hide a shift of all the rest; the Wasserstein distance sees a tail that moved far, where few rows are.
 */
function numberEffect({
  sides,
  ksDistance,
  threshold,
}: {
  sides: Sides;
  ksDistance: number;
  threshold: number;
}): DriftEffect {
  const ks = effectOf({
    descriptor: { name: 'ks_distance', title: 'Kolmogorov–Smirnov distance' },
    value: ksDistance,
    threshold,
  });
  const deviation = standardDeviation(sides.reference);
  const value = wassersteinDistance(sides.reference, sides.current) / deviation;
  // A constant reference has no deviation to measure in.
  if (!Number.isFinite(value) || value <= ksDistance) return ks;
  return effectOf({ descriptor: wassersteinDescriptor, value, threshold });
}

/** Rows of each distinct value of both sides in ascending order; null when there are more than can be drawn. */
function distinctCounts({ reference, current }: Sides): LabelledCounts | null {
  const values: number[] = [];
  let [r, c] = [0, 0];
  while (r < reference.length || c < current.length) {
    const value = Math.min(reference[r] ?? Number.POSITIVE_INFINITY, current[c] ?? Number.POSITIVE_INFINITY);
    values.push(value);
    if (values.length > mostDrawnValues) return null;
    r = countUpTo(reference, value);
    c = countUpTo(current, value);
  }
  const countsOf = (sorted: Float64Array) => {
    const upTo = values.map((value) => countUpTo(sorted, value));
    return upTo.map((count, index) => count - (upTo[index - 1] ?? 0));
  };
  return { labels: values.map(String), reference: countsOf(reference), current: countsOf(current) };
}

function summaryOf(sorted: Float64Array): NumberSummary {
  return {
    mean: mean(sorted),
    standardDeviation: standardDeviation(sorted),
    min: sorted[0]!,
    quarter: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    threeQuarters: quantile(sorted, 0.75),
    max: sorted[sorted.length - 1]!,
  };
}
