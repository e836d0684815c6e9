import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartPoint, Series } from './series.ts';
import type { SeriesStyle } from './series-color.ts';

/** The corners of everything that is drawn, which make the axes. */
export function cornersOf(series: readonly { drawn: readonly ChartPoint[] }[]): ChartPoint[] {
  const corners = { left: Infinity, right: -Infinity, low: Infinity, high: -Infinity };
  for (const { drawn } of series)
    for (const { x, y } of drawn) {
      corners.left = Math.min(corners.left, x);
      corners.right = Math.max(corners.right, x);
      corners.low = Math.min(corners.low, y);
      corners.high = Math.max(corners.high, y);
    }
  if (corners.left > corners.right) return [];
  return [
    { x: corners.left, y: corners.low },
    { x: corners.right, y: corners.high },
  ];
}

/** Hundreds of series as bare paths: a Recharts line for each takes a second. The name of the one under the pointer is its title. */
export function PathLines({
  series,
  styleOf,
}: {
  series: readonly (Series & { drawn: readonly ChartPoint[] })[];
  styleOf: (series: Series) => SeriesStyle;
}) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  return series.map((each) => {
    const { color, dash } = styleOf(each);
    const steps = each.drawn.map(({ x, y }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`);
    return (
      <path
        key={each.id}
        d={`M${steps.join('L')}`}
        fill="none"
        stroke={color}
        strokeWidth={1}
        strokeDasharray={dash}
        strokeOpacity={0.8}
      >
        <title>{each.label}</title>
      </path>
    );
  });
}
