import {
  CartesianGrid,
  ErrorBar,
  Line,
  LineChart as RechartsLineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatNumber, formatPercent } from '../format.ts';
import { axisLook, cursorLook, gridLook, tickText, xLabelOf, yLabelOf } from './axes.tsx';
import { ChartFrame, ChartTip } from './frame.tsx';

export interface ReliabilityBin {
  count: number;
  meanPredicted: number;
  observedShare: number;
  /** Interval of the observed share. */
  low: number;
  high: number;
}

const unitDomain: [number, number] = [0, 1];

/** Predicted probability against what came true, with the interval of each bin; on the diagonal the model means what it says. */
export function ReliabilityDiagram({
  bins,
  height = 260,
}: {
  bins: readonly ReliabilityBin[];
  height?: number;
}) {
  const filled = bins
    .filter(({ count }) => count > 0)
    .map((bin) => ({ ...bin, interval: [bin.observedShare - bin.low, bin.high - bin.observedShare] }));
  const rows = filled.reduce((sum, { count }) => sum + count, 0);
  return (
    <ChartFrame
      label="Reliability diagram"
      drawn={rows}
      noun="rows"
      height={height}
      table={{
        head: ['mean predicted', 'observed share', 'rows'],
        rows: filled.map((bin) => [bin.meanPredicted, bin.observedShare, bin.count]),
      }}
    >
      <ResponsiveContainer>
        <RechartsLineChart
          data={filled}
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
      </ResponsiveContainer>
    </ChartFrame>
  );
}
