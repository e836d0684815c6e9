import { useMemo } from 'react';
import type { AxisValue } from '../../../shared/model/comparison/parallel-axis.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { type Brushes, layColumn, type ParallelColumn, withinBrushes } from './brushes.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import { ParallelDrawing } from './parallel-drawing.tsx';

export type AxisChange = Partial<Pick<ParallelColumn, 'scale' | 'isFlipped'>>;

export interface ParallelChartProps {
  label: string;
  /** The axes, from left to right. */
  columns: readonly ParallelColumn[];
  runs: readonly { readonly id: string; readonly name: string }[];
  /** By key; a run is in when it is in all of them. */
  brushes: Brushes;
  onBrushes: (brushes: Brushes) => void;
  onMove: (from: number, to: number) => void;
  onChange: (key: string, change: AxisChange) => void;
  onHide: (key: string) => void;
  /** What lines are coloured by, one a run; without it every run has its own colour. */
  color: { label: string; goal: MetricGoal | null; values: readonly (number | null)[] } | null;
  onOpen: (runId: string) => void;
  height?: number;
}

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
