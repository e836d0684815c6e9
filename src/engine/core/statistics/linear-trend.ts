import type { LinearTrend } from '../../../shared/model/comparison/linear-trend.ts';
import { mean, squaredDeviations } from './moments.ts';
import { studentQuantile, studentTwoSided } from './student-t.ts';
import { tInterval } from './t-interval.ts';

/**
 * Least-squares line through points with the interval of its mean (Draper and Smith 1998, 1.4), evaluated at `bandPoints` places from
 * the least to the greatest x. Points with a coordinate that is not finite are left out. For a logarithmic axis pass logarithms. null
 * of fewer than three points, or where x does not vary.
 */
export function linearTrend({
  x,
  y,
  level = 0.95,
  bandPoints = 50,
}: {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly level?: number;
  readonly bandPoints?: number;
}): LinearTrend | null {
  const kept = Uint32Array.from({ length: x.length }, (_, row) => row).filter(
    (row) => Number.isFinite(x[row]) && Number.isFinite(y[row]),
  );
  const [xs, ys] = [x, y].map((column) => Float64Array.from(kept, (row) => column[row]!)) as [
    Float64Array,
    Float64Array,
  ];
  const spread = squaredDeviations(xs);
  if (xs.length < 3 || spread === 0) return null;
  const [xMean, yMean] = [mean(xs), mean(ys)];
  const slope = xs.reduce((sum, value, row) => sum + (value - xMean) * (ys[row]! - yMean), 0) / spread;
  const residuals = xs.reduce(
    (sum, value, row) => sum + (ys[row]! - yMean - slope * (value - xMean)) ** 2,
    0,
  );
  const degreesOfFreedom = xs.length - 2;
  const residualDeviation = Math.sqrt(residuals / degreesOfFreedom);
  const standardError = residualDeviation / Math.sqrt(spread);
  const critical = studentQuantile(0.5 + level / 2, degreesOfFreedom);
  const inOrder = xs.toSorted();
  const [low, high] = [inOrder[0]!, inOrder.at(-1)!];
  const total = squaredDeviations(ys);
  return {
    n: xs.length,
    leftOut: x.length - xs.length,
    level,
    slope,
    intercept: yMean - slope * xMean,
    slopeInterval: tInterval({ estimate: slope, standardError, degreesOfFreedom, level }),
    pValue: total === 0 ? 1 : studentTwoSided(slope / standardError, degreesOfFreedom),
    rSquared: total === 0 ? null : 1 - residuals / total,
    band: Array.from({ length: bandPoints }, (_, index) => {
      const at = low + ((high - low) * index) / (bandPoints - 1);
      const centre = yMean + slope * (at - xMean);
      const half = critical * residualDeviation * Math.sqrt(1 / xs.length + (at - xMean) ** 2 / spread);
      return { x: at, y: centre, low: centre - half, high: centre + half };
    }),
  };
}
