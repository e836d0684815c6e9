import type { Overlay } from '../../../shared/model/drift-report.ts';
import { equalWidthEdges } from '../statistics/histogram.ts';
import { quantile } from '../statistics/quantile.ts';
import { countBelow } from '../statistics/sorted-search.ts';

const binCount = 30;
const listedCategories = 20;
/** The range of the bins holds this share of each side; what lies beyond goes into the outermost bins. */
const innerShare = 0.99;
/** Clipping hides the true range, so it is done only where outliers would squeeze the rest into a third of the width. */
const clipWhenWider = 3;

/** Two ascending, non-empty samples in shared bins of equal width. */
export function binOverlay(reference: Float64Array, current: Float64Array): Overlay {
  const full = {
    from: Math.min(reference[0]!, current[0]!),
    to: Math.max(reference[reference.length - 1]!, current[current.length - 1]!),
  };
  const tail = (1 - innerShare) / 2;
  const inner = {
    from: Math.min(quantile(reference, tail), quantile(current, tail)),
    to: Math.max(quantile(reference, 1 - tail), quantile(current, 1 - tail)),
  };
  const isClipped = inner.to > inner.from && full.to - full.from > clipWhenWider * (inner.to - inner.from);
  const edges = equalWidthEdges({ ...(isClipped ? inner : full), bins: binCount });
  const [referenceShares, currentShares] = [openShares(reference, edges), openShares(current, edges)];
  return {
    kind: 'bins',
    isClipped,
    bins: referenceShares.map((share, bin) => ({
      from: edges[bin]!,
      to: edges[bin + 1]!,
      reference: share,
      current: currentShares[bin]!,
    })),
  };
}

function openShares(sorted: Float64Array, edges: Float64Array): number[] {
  const inner = edges.subarray(1, -1);
  const below = [...Array.from(inner, (edge) => countBelow(sorted, edge)), sorted.length];
  return below.map((count, bin) => (count - (below[bin - 1] ?? 0)) / sorted.length);
}

export interface LabelledCounts {
  readonly labels: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** The most common categories of either side; the rest together. `isOrdered` keeps the order given. */
export function categoryOverlay({
  labels,
  reference,
  current,
  isOrdered = false,
}: LabelledCounts & { readonly isOrdered?: boolean }): Overlay {
  const referenceTotal = reference.reduce((sum, count) => sum + count, 0);
  const currentTotal = current.reduce((sum, count) => sum + count, 0);
  const all = labels.map((label, index) => ({
    label,
    reference: reference[index]! / referenceTotal,
    current: current[index]! / currentTotal,
  }));
  const listed = isOrdered
    ? all
    : all.sort((a, b) => Math.max(b.reference, b.current) - Math.max(a.reference, a.current));
  const rest = listed.slice(listedCategories);
  return {
    kind: 'categories',
    categories: listed.slice(0, listedCategories),
    other:
      rest.length === 0
        ? null
        : {
            categories: rest.length,
            reference: rest.reduce((sum, category) => sum + category.reference, 0),
            current: rest.reduce((sum, category) => sum + category.current, 0),
          },
  };
}
