import { useMemo } from 'react';
import type { AxisValue } from '../../../shared/model/comparison/parallel-axis.ts';
import { layColumn, withinBrushes } from './brushes.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import type { ParallelChartProps } from './parallel-chart-props.ts';
import { ParallelDrawing } from './parallel-drawing.tsx';

/** One line a run through its values; a drag along an axis keeps the runs within it. What has no value runs through the lane below. */
export function ParallelChart({ label, height = 400, ...look }: ParallelChartProps) {
  const { columns, runs, brushes } = look;
  const laid = useMemo(() => columns.map(layColumn), [columns]);
  const within = useMemo(() => withinBrushes(laid, brushes, runs.length), [laid, brushes, runs.length]);
  const held = useMemo(() => within.reduce((sum, each) => sum + each, 0), [within]);
  const head = ['run', ...columns.map((column) => column.label)];
  const rowOf = (run: number) => columns.map(({ values }) => plain(values[run] ?? null));
  return (
    <ChartFrame
      label={label}
      drawn={held}
      total={runs.length}
      noun="runs within the brushes"
      height={height}
      isInteractive
      csv={() =>
        csvText(
          ['run', 'id', ...head.slice(1)],
          runs.flatMap(({ id, name }, run) => (within[run] === 1 ? [[name, id, ...rowOf(run)]] : [])),
        )
      }
      table={{
        head,
        rows: runs
          .slice(0, readRows)
          .map(({ name }, run) => [name, ...rowOf(run).map((value) => value ?? 'none')]),
      }}
    >
      {(_, space) => <ParallelDrawing {...space} {...look} {...{ laid, within }} />}
    </ChartFrame>
  );
}

/** As many as the frame reads out. */
const readRows = 50;

const plain = (value: AxisValue): string | number | null =>
  typeof value === 'boolean' ? String(value) : value;
