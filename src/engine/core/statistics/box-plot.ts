import type { BoxPlot } from '../../../shared/model/comparison/box-plot.ts';
import { quantile } from './quantile.ts';

/**
 * Tukey's (1977) box plot: the box from quartile to quartile (type 7, as NumPy and matplotlib), whiskers to the last values within 1.5
 * box lengths of it, what lies beyond one by one. Values that are not finite are left out and counted. null of nothing.
 */
export function boxPlot(values: ArrayLike<number>): BoxPlot | null {
  const sorted = Float64Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort();
  if (sorted.length === 0) return null;
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((share) =>
    quantile(sorted, share),
  ) as [number, number, number];
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const isInside = (value: number) => value >= lowerQuartile - reach && value <= upperQuartile + reach;
  return {
    n: sorted.length,
    leftOut: values.length - sorted.length,
    lowerQuartile,
    median,
    upperQuartile,
    // Quartiles lie between values: with few of them a whisker may end inside the box, and ends at the box then.
    lowerWhisker: Math.min(lowerQuartile, sorted.find(isInside)!),
    upperWhisker: Math.max(upperQuartile, sorted.findLast(isInside)!),
    outliers: Array.from(sorted).filter((value) => !isInside(value)),
  };
}
