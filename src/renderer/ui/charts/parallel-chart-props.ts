import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import type { Brushes, ParallelColumn } from './brushes.ts';

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
