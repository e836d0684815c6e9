import { Bar, CartesianGrid, BarChart as RechartsBarChart, Tooltip, XAxis, YAxis } from 'recharts';
import { roundEnds, roundTicks } from '../../../shared/charts/round-axis.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisLook, bandCursor, gridLook, xLabelOf } from './axes.tsx';
import type { Space } from './frame-parts.ts';
import { ChartTip } from './tip.tsx';

export interface BarDatum {
  label: string;
  value: number;
}

export interface BarDrawingProps extends Space {
  bars: readonly BarDatum[];
  valueLabel: string;
  horizontal: boolean;
  color: string;
}

export function BarDrawing({ bars, valueLabel, horizontal, color, width, height }: BarDrawingProps) {
  const category = {
    ...axisLook,
    dataKey: 'label',
    type: 'category' as const,
    interval: horizontal ? (0 as const) : ('preserveStartEnd' as const),
  };
  const longest = bars.reduce((most, bar) => Math.max(most, bar.value), 0);
  const [, end] = longest === 0 ? [0, 1] : roundEnds(0, longest);
  const value = {
    ...axisLook,
    type: 'number' as const,
    domain: [0, end] as [number, number],
    ticks: roundTicks(0, end),
    tickFormatter: tickText,
  };
  return (
    <RechartsBarChart
      width={width}
      height={height}
      data={[...bars]}
      layout={horizontal ? 'vertical' : 'horizontal'}
      margin={{ top: 8, right: 12, bottom: horizontal ? 12 : 0, left: 0 }}
      barCategoryGap={2}
      accessibilityLayer={false}
    >
      <CartesianGrid {...gridLook} vertical={horizontal} horizontal={!horizontal} />
      {horizontal ? <XAxis {...value} label={xLabelOf(valueLabel)} /> : <XAxis {...category} />}
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
  );
}
