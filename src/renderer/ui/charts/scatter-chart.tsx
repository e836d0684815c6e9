import type { ChartPoint } from '../../../shared/charts/series.ts';
import { ChartFrame } from './frame.tsx';

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
  return (
    <ChartFrame
      label={label}
      drawn={points.length}
      total={total}
      noun="rows"
      height={height}
      table={{ head: [xLabel, yLabel], rows: points.map(({ x, y }) => [x, y]) }}
    >
      {({ ScatterDrawing }, space) => (
        <ScatterDrawing {...space} {...{ label, points, xLabel, yLabel, diagonal, zeroLine, color }} />
      )}
    </ChartFrame>
  );
}
