import {
  Bar,
  CartesianGrid,
  BarChart as RechartsBarChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatPercent } from '../format.ts';
import { axisLook, bandCursor, gridLook, tickText } from './axes.tsx';
import { ChartFrame, ChartTip } from './frame.tsx';

export interface OverlayBin {
  /** A category's name, or the bin's borders as text. */
  label: string;
  /** Shares of the used rows, 0 to 1. */
  reference: number;
  current: number;
}

export interface HistogramOverlayProps {
  label: string;
  bins: readonly OverlayBin[];
  referenceName?: string;
  currentName?: string;
  height?: number;
}

const referenceColor = 'var(--series-8)';
const currentColor = 'var(--series-2)';

/** The text of a numeric bin: "1.5 to 2". */
export const binLabel = (from: number, to: number): string => `${tickText(from)} to ${tickText(to)}`;

/** Two distributions over the same bins, side by side in each, so that neither hides the other. */
export function HistogramOverlay({
  label,
  bins,
  referenceName = 'reference',
  currentName = 'current',
  height = 180,
}: HistogramOverlayProps) {
  return (
    <ChartFrame
      label={label}
      drawn={bins.length}
      noun="bins"
      height={height}
      legend={[
        { label: referenceName, color: referenceColor },
        { label: currentName, color: currentColor },
      ]}
      table={{
        head: ['bin', referenceName, currentName],
        rows: bins.map((bin) => [bin.label, formatPercent(bin.reference), formatPercent(bin.current)]),
      }}
    >
      <ResponsiveContainer>
        <RechartsBarChart
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
                    { name: referenceName, value: formatPercent(bin.reference), color: referenceColor },
                    { name: currentName, value: formatPercent(bin.current), color: currentColor },
                  ]}
                />
              ) : null;
            }}
          />
          <Bar dataKey="reference" fill={referenceColor} isAnimationActive={false} />
          <Bar dataKey="current" fill={currentColor} isAnimationActive={false} />
        </RechartsBarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
