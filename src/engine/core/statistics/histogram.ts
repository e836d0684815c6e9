import { countBelow, countUpTo } from './sorted-search.ts';

/** n + 1 edges of equal width from `from` to `to`; one bin of width 1 around a single value, as NumPy makes it. */
export function equalWidthEdges({
  from,
  to,
  bins,
}: {
  from: number;
  to: number;
  bins: number;
}): Float64Array {
  const [low, high] = from === to ? [from - 0.5, to + 0.5] : [from, to];
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => low + index * step);
  edges[bins] = high;
  return edges;
}

/** Bin edges by Sturges' rule (1926), equal to numpy.histogram_bin_edges(values, 'sturges') for floating-point values. */
export function sturgesEdges(sorted: ArrayLike<number>): Float64Array {
  if (sorted.length === 0) return equalWidthEdges({ from: 0, to: 1, bins: 1 });
  const from = sorted[0]!;
  const to = sorted[sorted.length - 1]!;
  const width = (to - from) / (Math.log2(sorted.length) + 1);
  return equalWidthEdges({ from, to, bins: width > 0 ? Math.ceil((to - from) / width) : 1 });
}

/** Rows a bin; a bin holds its lower edge, the last one its upper edge too. Values beyond the edges are not counted. */
export function histogramCounts(sorted: ArrayLike<number>, edges: ArrayLike<number>): number[] {
  const counts: number[] = [];
  for (let bin = 0; bin + 1 < edges.length; bin++) {
    const isLast = bin + 2 === edges.length;
    const upTo = isLast ? countUpTo(sorted, edges[bin + 1]!) : countBelow(sorted, edges[bin + 1]!);
    counts.push(upTo - countBelow(sorted, edges[bin]!));
  }
  return counts;
}
