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
  readonly pointsInWindow: number;
  /** Of those in the window; the two beside it are not counted. */
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
  const firstOnAxis = scale === 'log' ? countUpTo(x, 0, 0) : 0;
  const firstAsked = countBelow(x, from, 0);
  const start = Math.max(firstOnAxis, firstAsked);
  const end = Math.max(start, countUpTo(x, to, start));
  const kept = positionsToDraw(index, {
    start,
    end,
    edges: bucketEdges({ from, to, buckets, scale, least: x[start] }),
  });
  const pointsReturned = kept.length;
  if (start > firstOnAxis) kept.unshift(start - 1);
  if (end < x.length) kept.push(end);
  const counts = index.marks.map((marks) => countBelow(marks, end, 0) - countBelow(marks, start, 0));
  return {
    x: Float64Array.from(kept, (position) => x[position]!),
    y: Float64Array.from(kept, (position) => y[position]!),
    positions: Uint32Array.from(kept),
    pointsInWindow: end - start,
    pointsReturned,
    gapsInWindow: counts[0]!,
    infinitiesInWindow: counts[1]! + counts[2]!,
    pointsOffAxis: Math.max(0, Math.min(firstOnAxis, countUpTo(x, to, 0)) - firstAsked),
  };
}

/** First, lowest, highest and last, and the first mark of each kind that the curve has. */
export function pointsPerBucket({ marks }: CurveIndex): number {
  return 4 + marks.filter(({ length }) => length > 0).length;
}

function positionsToDraw(
  index: CurveIndex,
  { start, end, edges }: { start: number; end: number; edges: Float64Array },
): number[] {
  if (end - start <= pointsPerBucket(index) * edges.length) {
    return Array.from({ length: end - start }, (_, offset) => start + offset);
  }
  const kept: number[] = [];
  let from = start;
  for (const edge of edges) {
    const to = Math.min(end, countBelow(index.curve.x, edge, from));
    if (to > from) keepBucket(index, from, to, kept);
    from = Math.max(from, to);
  }
  return kept;
}

function keepBucket(index: CurveIndex, from: number, to: number, kept: number[]): void {
  const bucket = [from, to - 1];
  const extremes = extremesIn(index, from, to);
  if (extremes) bucket.push(extremes.lowest, extremes.highest);
  for (const marks of index.marks) {
    const mark = marks.length > 0 ? marks[countBelow(marks, from, 0)] : undefined;
    if (mark !== undefined && mark < to) bucket.push(mark);
  }
  bucket.sort((a, b) => a - b);
  for (const position of bucket) if (position !== kept.at(-1)) kept.push(position);
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
