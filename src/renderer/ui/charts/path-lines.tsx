import { useContext } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { DrawnLines } from './drawn-lines.ts';
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
      corners.left = Math.min(corners.left, x);
      corners.right = Math.max(corners.right, x);
      corners.low = Math.min(corners.low, y);
      corners.high = Math.max(corners.high, y);
    }
  return corners.left > corners.right ? undefined : corners;
}

/** Every series as a bare path, a single point as a dot: a Recharts line for each takes a hundred times as long. */
export function PathLines({ isCrowd }: { isCrowd: boolean }) {
  const series = useContext(DrawnLines);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  return series.map(({ id, label, style: { color, dash }, drawn }) => {
    const [only] = drawn;
    if (only !== undefined && drawn.length === 1)
      return <circle key={id} cx={xScale(only.x)} cy={yScale(only.y)} r={2} fill={color} />;
    const steps = drawn.map(({ x, y }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`);
    return (
      <path
        key={id}
        d={steps.length === 0 ? undefined : `M${steps.join('L')}`}
        fill="none"
        stroke={color}
        strokeWidth={isCrowd ? 1 : 1.5}
        strokeDasharray={dash}
        strokeOpacity={isCrowd ? 0.8 : 1}
      >
        {isCrowd && <title>{label}</title>}
      </path>
    );
  });
}
