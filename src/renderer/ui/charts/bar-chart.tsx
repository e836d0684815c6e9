import type { BarDatum } from './bar-drawing.tsx';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';

export type { BarDatum };

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
  /** Offers the chart as a file. */
  canSave?: boolean;
}

const barRow = 22;

/** Bars, always from zero. */
export function BarChart({
  label,
  bars,
  valueLabel,
  horizontal = false,
  total,
  height = horizontal ? bars.length * barRow + 48 : 200,
  color = 'var(--series-1)',
  canSave = false,
}: BarChartProps) {
  return (
    <ChartFrame
      label={label}
      drawn={bars.length}
      total={total}
      noun="bars"
      height={height}
      csv={
        canSave
          ? () =>
              csvText(
                ['name', valueLabel],
                bars.map((bar) => [bar.label, bar.value]),
              )
          : undefined
      }
      table={{ head: ['name', valueLabel], rows: bars.map((bar) => [bar.label, bar.value]) }}
    >
      {({ BarDrawing }, space) => <BarDrawing {...space} {...{ bars, valueLabel, horizontal, color }} />}
    </ChartFrame>
  );
}
