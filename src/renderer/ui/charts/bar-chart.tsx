import {
  Bar,
  CartesianGrid,
  BarChart as RechartsBarChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisLook, bandCursor, gridLook, tickText } from './axes.tsx';
import { ChartFrame, ChartTip } from './frame.tsx';

export interface BarDatum {
  label: string;
  value: number;
}

export interface BarChartProps {
  label: string;
  bars: readonly BarDatum[];
  /** What the length of a bar means. */
  valueLabel: string;
  /** Bars lie down, with room for long names. */
  horizontal?: boolean;
  /** How many there are, when only the first are drawn. */
  total?: number;
  height?: number;
  color?: string;
}

const barRow = 22;

/** Bars, always from zero. */
export function BarChart({
  label,
  bars,
  valueLabel,
  horizontal = false,
  total,
  height = horizontal ? bars.length * barRow + 32 : 200,
  color = 'var(--series-1)',
}: BarChartProps) {
  const category = {
    ...axisLook,
    dataKey: 'label',
    type: 'category' as const,
    interval: horizontal ? (0 as const) : ('preserveStartEnd' as const),
  };
  const value = {
    ...axisLook,
    type: 'number' as const,
    domain: [0, 'auto'] as [number, 'auto'],
    tickFormatter: tickText,
  };
  return (
    <ChartFrame
      label={label}
      drawn={bars.length}
      total={total}
      noun="bars"
      height={height}
      table={{ head: ['name', valueLabel], rows: bars.map((bar) => [bar.label, bar.value]) }}
    >
      <ResponsiveContainer>
        <RechartsBarChart
          data={[...bars]}
          layout={horizontal ? 'vertical' : 'horizontal'}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
          barCategoryGap={2}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridLook} vertical={horizontal} horizontal={!horizontal} />
          {horizontal ? <XAxis {...value} /> : <XAxis {...category} />}
          {horizontal ? <YAxis {...category} width={140} /> : <YAxis {...value} width={48} />}
          <Tooltip
            isAnimationActive={false}
            cursor={bandCursor}
            content={({ active, payload }) => {
              const bar = payload?.[0]?.payload as BarDatum | undefined;
              return active && bar !== undefined ? (
                <ChartTip head={bar.label} rows={[{ name: valueLabel, value: bar.value }]} />
              ) : null;
            }}
          />
          <Bar dataKey="value" fill={color} maxBarSize={24} isAnimationActive={false} />
        </RechartsBarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
