import { type CurveIndex, extremesIn } from './curve-index.ts';
import { countBelow, countUpTo } from './sorted-search.ts';

/** What to draw of a curve in a window, and of how much it is. */
export interface CurveWindow {
  /** Ascending x. The nearest point on either side of the window comes along, so that lines reach its edges. */
  readonly x: Float64Array;
  /** NaN and infinities are where a line breaks. */
  readonly y: Float64Array;
  /** Positions in the curve. */
  readonly positions: Uint32Array;
  /** Position of the first point in the window. */
  readonly first: number;
  readonly pointsInWindow: number;
  /** Of those in the window; neither the two beside it nor marks are counted. */
  readonly pointsReturned: number;
  readonly gapsInWindow: number;
  readonly infinitiesInWindow: number;
  /** In the window, but not on a logarithmic axis: x at or below 0. */
  readonly pointsOffAxis: number;
}

export interface WindowRequest {
  /** Both ends belong to the window. */
  readonly from: number;
  readonly to: number;
  /** Pixel columns. */
  readonly buckets: number;
  readonly scale?: 'linear' | 'log';
}

/**
 * A window is cut into buckets of equal width on screen, and of each are kept, in order: the first, the lowest, the highest and the last
 * point, and the first NaN and infinity of each sign. So no spike and no gap disappears at any zoom, and where there are no more points
 * than that, all are kept. O(buckets · log n), whatever the window holds. For a logarithmic y axis index the logarithms: what has none
 * becomes a mark.
 */
export function curveWindow(
  index: CurveIndex,
  { from, to, buckets, scale = 'linear' }: WindowRequest,
): CurveWindow {
  const { x, y } = index.curve;
  const firstOnAxis = scale === 'log' ? countUpTo(x, 0) : 0;
  const firstAsked = countBelow(x, from);
  const start = Math.max(firstOnAxis, firstAsked);
  const end = Math.max(start, countUpTo(x, to, start));
  const edges = bucketEdges({ from, to, buckets, scale, least: x[start] });
  const inside = positionsToDraw(index, { start, end, edges });
  const positions = withNeighbours(
    inside,
    start > firstOnAxis ? start - 1 : null,
    end < x.length ? end : null,
  );
  const counts = index.marks.map((marks) => countBelow(marks, end) - countBelow(marks, start));
  return {
    x: valuesAt(x, positions),
    y: valuesAt(y, positions),
    positions,
    first: start,
    pointsInWindow: end - start,
    pointsReturned: inside.filter((position) => Number.isFinite(y[position])).length,
    gapsInWindow: counts[0]!,
    infinitiesInWindow: counts[1]! + counts[2]!,
    pointsOffAxis: Math.max(0, Math.min(firstOnAxis, countUpTo(x, to)) - firstAsked),
  };
}

/** First, lowest, highest and last, and the first mark of each kind that the curve has. */
export function pointsPerBucket({ marks }: CurveIndex): number {
  return 4 + marks.filter(({ length }) => length > 0).length;
}

function positionsToDraw(
  index: CurveIndex,
  { start, end, edges }: { start: number; end: number; edges: Float64Array },
): Uint32Array {
  const perBucket = pointsPerBucket(index);
  if (end - start <= perBucket * edges.length) {
    return Uint32Array.from({ length: end - start }, (_, offset) => start + offset);
  }
  const kept = new Uint32Array(perBucket * edges.length);
  let count = 0;
  let from = start;
  for (const edge of edges) {
    const to = Math.min(end, countBelow(index.curve.x, edge, from));
    if (to > from) count = keepBucket({ index, from, to, kept, count });
    from = Math.max(from, to);
  }
  return kept.subarray(0, count);
}

/** Adds a bucket's positions behind the first `count`, and answers how many there are then. */
function keepBucket({
  index,
  from,
  to,
  kept,
  count,
}: {
  readonly index: CurveIndex;
  readonly from: number;
  readonly to: number;
  readonly kept: Uint32Array;
  readonly count: number;
}): number {
  const bucket = [from, to - 1];
  const extremes = extremesIn(index, from, to);
  if (extremes) bucket.push(extremes.lowest, extremes.highest);
  for (const marks of index.marks) {
    const mark = marks.length > 0 ? marks[countBelow(marks, from)] : undefined;
    if (mark !== undefined && mark < to) bucket.push(mark);
  }
  bucket.sort((a, b) => a - b);
  let next = count;
  for (const position of bucket) if (next === count || position !== kept[next - 1]) kept[next++] = position;
  return next;
}

function withNeighbours(inside: Uint32Array, before: number | null, after: number | null): Uint32Array {
  const offset = before === null ? 0 : 1;
  const positions = new Uint32Array(offset + inside.length + (after === null ? 0 : 1));
  positions.set(inside, offset);
  if (before !== null) positions[0] = before;
  if (after !== null) positions[positions.length - 1] = after;
  return positions;
}

/** A loop, because Float64Array.from takes ten times as long. */
function valuesAt(values: Float64Array, positions: Uint32Array): Float64Array {
  const found = new Float64Array(positions.length);
  for (let index = 0; index < positions.length; index++) found[index] = values[positions[index]!]!;
  return found;
}

/** The end of each bucket, not belonging to it; the last is beyond all. `least` is the first x in the window. */
function bucketEdges({
  from,
  to,
  buckets,
  scale,
  least = to,
}: Required<Pick<WindowRequest, 'from' | 'to' | 'buckets' | 'scale'>> & {
  least: number | undefined;
}): Float64Array {
  // A logarithmic axis has no 0 to begin at.
  const low = scale === 'log' && from <= 0 ? least : from;
  const edges = Float64Array.from({ length: buckets }, (_, bucket) => {
    const share = (bucket + 1) / buckets;
    return scale === 'log' ? low * (to / low) ** share : low + (to - low) * share;
  });
  edges[buckets - 1] = Number.POSITIVE_INFINITY;
  return edges;
}
