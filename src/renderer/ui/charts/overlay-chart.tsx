import { formatNumber } from '../format.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import type { OverlaidLine, OverlayLook } from './overlay-drawing.tsx';

export interface OverlayChartProps extends OverlayLook {
  label: string;
  drawn: number;
  total: number;
  height?: number;
}

const rowOf = ({ label, points }: OverlaidLine): (string | number)[] => {
  const values = points.flatMap(({ y }) => (Number.isNaN(y) ? [] : [y]));
  if (values.length === 0) return [label, 'none', 'none', 'none', 'none'];
  const figures = [values[0], values.at(-1), Math.min(...values), Math.max(...values)];
  return [label, ...figures.map((value) => formatNumber(value))];
};

/** Two things that were measured at the same time, each with an axis of its own: the left one drawn through, the right one dashed. */
export function OverlayChart({ label, drawn, total, height = 240, ...look }: OverlayChartProps) {
  const { left, right } = look.lines;
  return (
    <ChartFrame
      {...{ label, drawn, total, height }}
      noun="points drawn"
      legend={[
        { label: `${left.label}, axis at the left`, color: left.color },
        { label: `${right.label}, dashed, axis at the right`, color: right.color },
      ]}
      csv={() =>
        csvText(
          ['series', 'time', 'value'],
          [left, right].flatMap((line) => line.points.map(({ x, y }) => [line.label, x, y] as const)),
        )
      }
      table={{ head: ['series', 'first', 'last', 'lowest', 'highest'], rows: [left, right].map(rowOf) }}
    >
      {({ OverlayDrawing }, space) => <OverlayDrawing {...look} {...space} />}
    </ChartFrame>
  );
}
