import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import type { Scale } from './chart-zoom.ts';

export interface ScatterRun {
  readonly runId: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** Of a third column; null where the run has none. */
  readonly color: string | number | null;
}

/** A third column, shown by colour. */
export interface ColorColumn {
  readonly label: string;
  readonly kind: 'number' | 'text';
  readonly goal: MetricGoal | null;
}

export interface RunScatterProps {
  label: string;
  runs: readonly ScatterRun[];
  /** Runs that no other beats. */
  front: readonly string[] | null;
  /** A line with the interval of its mean. */
  band: readonly { x: number; y: number; low: number; high: number }[] | null;
  xLabel: string;
  yLabel: string;
  xScale: Scale;
  yScale: Scale;
  /** Without it every run has its own colour, as everywhere. */
  colorColumn: ColorColumn | null;
  /** Runs in all, those without a place included. */
  total: number;
  /** How a drag chooses. */
  tool: 'lasso' | 'rectangle';
  /** Empty: nothing is chosen, and all stand out alike. */
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onOpen: (runId: string) => void;
  height?: number;
}
