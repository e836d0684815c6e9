import type { ChartPoint } from './series.ts';

const isBreak = (point: ChartPoint | undefined) => point === undefined || Number.isNaN(point.y);

/** Points between two gaps: no line leads to them. */
export const pointsAlone = (points: readonly ChartPoint[]): ChartPoint[] =>
  points.filter(
    (point, index) => !isBreak(point) && isBreak(points[index - 1]) && isBreak(points[index + 1]),
  );

/** An SVG path through points, which ends and begins anew at what is no number. A point alone between two gaps is a dot. */
export function linePath(
  points: readonly ChartPoint[],
  place: (point: ChartPoint) => string,
): string | undefined {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    if (isBreak(point)) continue;
    const continues = !isBreak(points[index - 1]);
    const isAlone = !continues && isBreak(points[index + 1]);
    parts.push(`${continues ? 'L' : 'M'}${place(point)}${isAlone ? 'h0' : ''}`);
  }
  return parts.length === 0 ? undefined : parts.join('');
}
