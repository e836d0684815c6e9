/** From the least to the greatest value in equal steps; a single value gets room on both sides. */
export function evenEdges(values: readonly number[], count: number): number[] {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const [from, to] = least === most ? [least - 0.5, most + 0.5] : [least, most];
  // The last edge is the greatest value itself, and not what rounding makes of it.
  return Array.from({ length: count + 1 }, (_, edge) =>
    edge === count ? to : from + ((to - from) * edge) / count,
  );
}

/**
 * Edges of cells for a column: halfway between its values where they are no more than `most`, as of a depth from 2 to 12, so that no
 * cell is empty only because no value lies in it; else `most` even steps. The least and the greatest value are the ends: beyond, nothing
 * was tried, and a batch size has no -32.
 */
export function cellEdges(values: readonly number[], most: number): number[] {
  const distinct = [...new Set(values)].sort((one, other) => one - other);
  const [first, last] = [distinct[0], distinct.at(-1)];
  if (first === undefined || last === undefined || first === last || distinct.length > most)
    return evenEdges(values, most);
  return [first, ...distinct.slice(1).map((value, place) => ((distinct[place] ?? value) + value) / 2), last];
}

/** The cell that holds a value: from its edge on, the last one with its upper edge too (as `scipy.stats.binned_statistic_2d`). */
export function cellOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value >= (edges[middle] ?? Number.POSITIVE_INFINITY)) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface PlanePoints {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly value: readonly number[];
}

/** Counts and means of the points in each cell, row by row along y; the mean of nothing is null. All points lie within the edges. */
export function binnedMeans(
  { x, y, value }: PlanePoints,
  { xEdges, yEdges }: { readonly xEdges: readonly number[]; readonly yEdges: readonly number[] },
): { counts: number[][]; means: (number | null)[][] } {
  const columns = xEdges.length - 1;
  const counts = Array.from({ length: yEdges.length - 1 }, () => new Array<number>(columns).fill(0));
  const sums = counts.map((row) => row.map(() => 0));
  for (const [index, each] of value.entries()) {
    const [column, row] = [cellOf(xEdges, x[index] ?? 0), cellOf(yEdges, y[index] ?? 0)];
    const [count, sum] = [counts[row], sums[row]];
    if (count === undefined || sum === undefined) continue;
    count[column] = (count[column] ?? 0) + 1;
    sum[column] = (sum[column] ?? 0) + each;
  }
  const means = counts.map((row, y) =>
    row.map((count, x) => (count === 0 ? null : (sums[y]?.[x] ?? 0) / count)),
  );
  return { counts, means };
}
