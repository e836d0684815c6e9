import { indexCurve } from '../../../shared/model/series/curve-index.ts';
import { curveWindow, pointsPerBucket } from '../../../shared/model/series/curve-window.ts';

/**
 * Fewer points for drawing without losing a spike: the series is cut into equal runs of points and of each the first, the
 * smallest, the largest and the last are kept, in order. Points that are not numbers are kept as gaps, one a run.
 */
export const thinPoints = <Point extends { readonly value: number | string }>(
  points: readonly Point[],
  maxPoints: number,
): Point[] => {
  if (points.length <= maxPoints) return [...points];
  const y = Float64Array.from(points, ({ value }) => (typeof value === 'number' ? value : Number.NaN));
  const index = indexCurve({ x: Float64Array.from(y.keys()), y, leftOut: 0 });
  const buckets = Math.max(1, Math.floor(maxPoints / pointsPerBucket(index)));
  const { positions } = curveWindow(index, { from: 0, to: points.length - 1, buckets });
  return Array.from(positions, (position) => points[position]!);
};
