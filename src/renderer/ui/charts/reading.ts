import type { ChartPoint } from '../../../shared/charts/series.ts';

/** The place of the point whose x is nearest; the points stand by ascending x. Undefined without points. */
export function nearestPoint(points: readonly ChartPoint[], x: number): ChartPoint | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const right = points[low];
  const left = points[low - 1];
  if (left === undefined || right === undefined) return right;
  return x - left.x <= right.x - x ? left : right;
}

/** What was recorded nearest to x: the one x that any series has, and the series that have a point there, with it. */
export function readingAt<Read extends { finite: readonly ChartPoint[] }>(
  series: readonly Read[],
  x: number,
): { x: number; entries: { series: Read; point: ChartPoint }[] } | undefined {
  const near = series.flatMap((each) => {
    const point = nearestPoint(each.finite, x);
    return point === undefined ? [] : [{ series: each, point }];
  });
  const first = near[0];
  if (first === undefined) return undefined;
  const distance = ({ point }: (typeof near)[number]) => Math.abs(point.x - x);
  const nearest = near.reduce((best, each) => (distance(each) < distance(best) ? each : best), first);
  return { x: nearest.point.x, entries: near.filter(({ point }) => point.x === nearest.point.x) };
}

/**
 * The series whose line passes nearest to a spot, and its point there. The points of a series stand by ascending x; `distance` is in
 * pixels, from the spot to a point. Undefined where none is within reach.
 */
export function nearestSeries<Read extends { finite: readonly ChartPoint[] }>(
  series: readonly Read[],
  x: number,
  { distance, reach }: { distance: (point: ChartPoint) => number; reach: number },
): { series: Read; point: ChartPoint } | undefined {
  let found: { series: Read; point: ChartPoint } | undefined;
  let nearest = reach;
  for (const each of series) {
    const point = nearestPoint(each.finite, x);
    if (point === undefined) continue;
    const away = distance(point);
    if (away > nearest) continue;
    nearest = away;
    found = { series: each, point };
  }
  return found;
}
