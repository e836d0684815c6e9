import type { ChartPoint } from './series.ts';

/** An SVG path through points, which ends and begins anew at what is no number. A point alone between two gaps is a dot. */
export function linePath(
  points: readonly ChartPoint[],
  place: (point: ChartPoint) => string,
): string | undefined {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    if (Number.isNaN(point.y)) continue;
    const continues = index > 0 && !Number.isNaN(points[index - 1]!.y);
    const isAlone = !continues && Number.isNaN(points[index + 1]?.y ?? Number.NaN);
    parts.push(`${continues ? 'L' : 'M'}${place(point)}${isAlone ? 'h0' : ''}`);
  }
  return parts.length === 0 ? undefined : parts.join('');
}
