import { useContext, useId } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { DrawnLines } from './drawn-lines.ts';
import { linePath } from './line-path.ts';
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

/** Every series as a bare path, a single point as a dot: a Recharts line for each takes a hundred times as long. */
export function PathLines({ isCrowd }: { isCrowd: boolean }) {
  const series = useContext(DrawnLines);
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const clip = useId();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const lines = series.map(({ id, label, style: { color, dash }, drawn, isFaint = false }) => {
    const [only] = drawn;
    if (only !== undefined && drawn.length === 1)
      return <circle key={id} cx={xScale(only.x)} cy={yScale(only.y)} r={2} fill={color} />;
    return (
      <path
        key={id}
        d={linePath(drawn, ({ x, y }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`)}
        fill="none"
        stroke={color}
        strokeWidth={isCrowd || isFaint ? 1 : 1.5}
        strokeDasharray={dash}
        strokeOpacity={isFaint ? 0.3 : isCrowd ? 0.8 : 1}
        strokeLinecap="round"
      >
        {isCrowd && <title>{label}</title>}
      </path>
    );
  });
  // Lines of a window come from beside it.
  return (
    <>
      <clipPath id={clip}>
        <rect x={area.x} y={area.y - 2} width={area.width} height={area.height + 4} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>{lines}</g>
    </>
  );
}
