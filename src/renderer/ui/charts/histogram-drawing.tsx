import { Bar, CartesianGrid, BarChart as RechartsBarChart, Tooltip, XAxis, YAxis } from 'recharts';
import { formatPercent } from '../format.ts';
import { axisLook, bandCursor, gridLook } from './axes.tsx';
import type { LegendEntry, Space } from './frame-parts.ts';
import { ChartTip } from './tip.tsx';

export interface OverlayBin {
  /** A category's name, or the bin's borders as text. */
  label: string;
  /** Shares of the used rows, 0 to 1. */
  reference: number;
  current: number;
}

export interface HistogramDrawingProps extends Space {
  bins: readonly OverlayBin[];
  reference: LegendEntry;
  current: LegendEntry;
}

export function HistogramDrawing({ bins, reference, current, width, height }: HistogramDrawingProps) {
  return (
    <RechartsBarChart
      width={width}
      height={height}
      data={[...bins]}
      margin={{ top: 8, right: 24, bottom: 0, left: 0 }}
      barCategoryGap="12%"
      barGap={0}
      accessibilityLayer={false}
    >
      <CartesianGrid {...gridLook} vertical={false} />
      <XAxis {...axisLook} dataKey="label" />
      <YAxis
        {...axisLook}
        width={48}
        domain={[0, 'auto']}
        tickFormatter={(share: number) => formatPercent(share)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={bandCursor}
        content={({ active, payload }) => {
          const bin = payload?.[0]?.payload as OverlayBin | undefined;
          return active && bin !== undefined ? (
            <ChartTip
              head={bin.label}
              rows={[
                { name: reference.label, value: formatPercent(bin.reference), color: reference.color },
                { name: current.label, value: formatPercent(bin.current), color: current.color },
              ]}
            />
          ) : null;
        }}
      />
      <Bar dataKey="reference" fill={reference.color} isAnimationActive={false} />
      <Bar dataKey="current" fill={current.color} isAnimationActive={false} />
    </RechartsBarChart>
  );
}
