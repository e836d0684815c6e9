import {
  CartesianGrid,
  ScatterChart as RechartsScatterChart,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisLook, gridLook, tickText, xLabelOf, yLabelOf } from './axes.tsx';
import { ChartFrame, ChartTip } from './frame.tsx';
import type { ChartPoint } from './series.ts';

export interface ScatterChartProps {
  label: string;
  points: readonly ChartPoint[];
  xLabel: string;
  yLabel: string;
  /** How many rows there are, when the points are a sample. */
  total?: number;
  /** y = x: where a perfect prediction would stand. */
  diagonal?: boolean;
  /** y = 0: where a perfect residual would stand. */
  zeroLine?: boolean;
  height?: number;
  color?: string;
}

/** One dot a row. */
export function ScatterChart({
  label,
  points,
  xLabel,
  yLabel,
  total,
  diagonal = false,
  zeroLine = false,
  height = 260,
  color = 'var(--series-1)',
}: ScatterChartProps) {
  const xs = points.map(({ x }) => x);
  const [low, high] = [
    xs.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY),
    xs.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY),
  ];
  return (
    <ChartFrame
      label={label}
      drawn={points.length}
      total={total}
      noun="rows"
      height={height}
      table={{ head: [xLabel, yLabel], rows: points.map(({ x, y }) => [x, y]) }}
    >
      <ResponsiveContainer>
        <RechartsScatterChart margin={{ top: 8, right: 24, bottom: 12, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid {...gridLook} />
          <XAxis
            {...axisLook}
            dataKey="x"
            type="number"
            domain={['auto', 'auto']}
            tickFormatter={tickText}
            label={xLabelOf(xLabel)}
          />
          <YAxis
            {...axisLook}
            dataKey="y"
            type="number"
            width={60}
            domain={['auto', 'auto']}
            tickFormatter={tickText}
            label={yLabelOf(yLabel)}
          />
          {zeroLine && <ReferenceLine y={0} stroke="var(--border-strong)" />}
          {diagonal && points.length > 0 && (
            <ReferenceLine
              segment={[
                { x: low, y: low },
                { x: high, y: high },
              ]}
              stroke="var(--border-strong)"
              strokeDasharray="3 3"
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as ChartPoint | undefined;
              return active && point !== undefined ? (
                <ChartTip
                  head={label}
                  rows={[
                    { name: xLabel, value: point.x },
                    { name: yLabel, value: point.y },
                  ]}
                />
              ) : null;
            }}
          />
          <Scatter
            data={[...points]}
            fill={color}
            fillOpacity={0.45}
            isAnimationActive={false}
            shape={({ cx, cy }: { cx?: number | undefined; cy?: number | undefined }) => (
              <circle cx={cx} cy={cy} r={2} fill={color} fillOpacity={0.45} />
            )}
          />
        </RechartsScatterChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
