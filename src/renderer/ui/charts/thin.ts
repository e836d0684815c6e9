import type { ChartPoint } from '../../../shared/charts/series.ts';

const mostDrawn = 12_000;
const mostPerSeries = 600;
const fewestPerSeries = 40;

/** How many points of each series a chart draws, so that one with two hundred runs stays quick. */
export const pointsPerSeries = (seriesCount: number): number =>
  Math.max(fewestPerSeries, Math.min(mostPerSeries, Math.floor(mostDrawn / Math.max(1, seriesCount))));

/**
 * At most `most` points that keep every spike: the first, the last, and of each bucket of neighbours the lowest and the highest, in
 * their order. Points without a finite y count as neither.
 */
export function thin(points: readonly ChartPoint[], most: number): readonly ChartPoint[] {
  if (points.length <= most) return points;
  const buckets = Math.max(1, Math.floor((most - 2) / 2));
  const inner = points.length - 2;
  const kept: ChartPoint[] = [points[0]!];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    kept.push(...extremes(points, from, to));
  }
  kept.push(points.at(-1)!);
  return kept;
}

function extremes(points: readonly ChartPoint[], from: number, to: number): ChartPoint[] {
  let low = -1;
  let high = -1;
  for (let index = from; index < to; index += 1) {
    const { y } = points[index]!;
    if (!Number.isFinite(y)) continue;
    if (low === -1 || y < points[low]!.y) low = index;
    if (high === -1 || y > points[high]!.y) high = index;
  }
  if (low === -1) return [];
  if (low === high) return [points[low]!];
  return [points[Math.min(low, high)]!, points[Math.max(low, high)]!];
}
