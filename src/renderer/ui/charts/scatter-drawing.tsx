import {
  CartesianGrid,
  ScatterChart as RechartsScatterChart,
  ReferenceLine,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { ChartPoint } from '../../../shared/charts/series.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisLook, gridLook, xLabelOf, yLabelOf } from './axes.tsx';
import type { Space } from './frame-parts.ts';
import { ChartTip } from './tip.tsx';

export interface ScatterDrawingProps extends Space {
  label: string;
  points: readonly ChartPoint[];
  xLabel: string;
  yLabel: string;
  diagonal: boolean;
  zeroLine: boolean;
  color: string;
}

export function ScatterDrawing({
  label,
  points,
  xLabel,
  yLabel,
  diagonal,
  zeroLine,
  color,
  width,
  height,
}: ScatterDrawingProps) {
  const xs = points.map(({ x }) => x);
  const [low, high] = [
    xs.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY),
    xs.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY),
  ];
  return (
    <RechartsScatterChart
      width={width}
      height={height}
      margin={{ top: 8, right: 24, bottom: 12, left: 0 }}
      accessibilityLayer={false}
    >
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
  );
}
