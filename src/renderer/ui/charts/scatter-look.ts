import type { Scale } from './chart-zoom.ts';

export interface ScatterRun {
  readonly runId: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface ScatterLook {
  runs: readonly ScatterRun[];
  /** Runs that no other beats. */
  front: readonly string[] | null;
  /** A line with the interval of its mean. */
  band: readonly { x: number; y: number; low: number; high: number }[] | null;
  xLabel: string;
  yLabel: string;
  xScale: Scale;
  yScale: Scale;
  onOpen: (runId: string) => void;
}
