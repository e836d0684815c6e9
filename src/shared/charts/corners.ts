import type { ChartPoint } from './series.ts';

export interface Corners {
  left: number;
  right: number;
  low: number;
  high: number;
}

/** The ends of everything that is drawn, which make the axes; undefined where nothing is. */
export function cornersOf(series: readonly { drawn: readonly ChartPoint[] }[]): Corners | undefined {
  const corners = { left: Infinity, right: -Infinity, low: Infinity, high: -Infinity };
  for (const { drawn } of series)
    for (const { x, y } of drawn) {
      if (Number.isNaN(y)) continue;
      corners.left = Math.min(corners.left, x);
      corners.right = Math.max(corners.right, x);
      corners.low = Math.min(corners.low, y);
      corners.high = Math.max(corners.high, y);
    }
  return corners.left > corners.right ? undefined : corners;
}
