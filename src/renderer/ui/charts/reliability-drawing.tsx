import {
  CartesianGrid,
  ErrorBar,
  Line,
  LineChart as RechartsLineChart,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { formatNumber, formatPercent } from '../format.ts';
import { axisLook, cursorLook, gridLook, xLabelOf, yLabelOf } from './axes.tsx';
import type { Space } from './frame-parts.ts';
import { ChartTip } from './tip.tsx';

export interface ReliabilityBin {
  count: number;
  meanPredicted: number;
  observedShare: number;
  /** Interval of the observed share. */
  low: number;
  high: number;
}

const unitDomain: [number, number] = [0, 1];

/** Recharts takes an error bar as its lengths below and above the point. */
const withInterval = (bin: ReliabilityBin) => ({
  ...bin,
  interval: [bin.observedShare - bin.low, bin.high - bin.observedShare],
});

export function ReliabilityDrawing({
  bins,
  width,
  height,
}: Space & {
  /** Those that hold rows. */
  bins: readonly ReliabilityBin[];
}) {
  return (
    <RechartsLineChart
      width={width}
      height={height}
      data={bins.map(withInterval)}
      margin={{ top: 8, right: 24, bottom: 12, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid {...gridLook} />
      <XAxis
        {...axisLook}
        dataKey="meanPredicted"
        type="number"
        domain={unitDomain}
        tickFormatter={tickText}
        label={xLabelOf('predicted probability')}
      />
      <YAxis
        {...axisLook}
        width={60}
        domain={unitDomain}
        tickFormatter={tickText}
        label={yLabelOf('observed share')}
      />
      <ReferenceLine
        segment={[
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]}
        stroke="var(--border-strong)"
        strokeDasharray="3 3"
      />
      <Tooltip
        isAnimationActive={false}
        cursor={cursorLook}
        content={({ active, payload }) => {
          const bin = payload?.[0]?.payload as ReliabilityBin | undefined;
          return active && bin !== undefined ? (
            <ChartTip
              head={`predicted ${formatPercent(bin.meanPredicted)}`}
              rows={[
                { name: 'observed', value: formatPercent(bin.observedShare) },
                {
                  name: '95 % interval',
                  value: `${formatPercent(bin.low)} to ${formatPercent(bin.high)}`,
                },
                { name: 'rows', value: formatNumber(bin.count) },
              ]}
            />
          ) : null;
        }}
      />
      <Line
        dataKey="observedShare"
        stroke="var(--series-1)"
        strokeWidth={1.5}
        dot={{ r: 3, fill: 'var(--series-1)', strokeWidth: 0 }}
        isAnimationActive={false}
      >
        <ErrorBar
          dataKey="interval"
          width={4}
          stroke="var(--series-1)"
          strokeWidth={1}
          isAnimationActive={false}
        />
      </Line>
    </RechartsLineChart>
  );
}
