import type { Scale } from './chart-zoom.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';

export interface ScatterRun {
  readonly runId: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
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
  /** Runs in all, those without a place included. */
  total: number;
  onOpen: (runId: string) => void;
  height?: number;
}

/** One dot a run, in the run's colour; a ring and a line for the front, a band for the trend. */
export function RunScatter({ label, total, height = 380, ...look }: RunScatterProps) {
  const { runs, front, xLabel, yLabel } = look;
  const isOnFront = ({ runId }: ScatterRun) => front?.includes(runId) === true;
  return (
    <ChartFrame
      label={label}
      drawn={runs.length}
      total={total}
      noun="runs"
      height={height}
      csv={() =>
        csvText(
          ['run', 'id', xLabel, yLabel, 'on the front'],
          runs.map((run) => [run.name, run.runId, run.x, run.y, isOnFront(run) ? 'yes' : 'no']),
        )
      }
      table={{
        head: ['run', xLabel, yLabel, 'front'],
        rows: runs.map((run) => [run.name, run.x, run.y, isOnFront(run) ? 'not beaten' : '']),
      }}
    >
      {({ RunScatterDrawing }, space) => <RunScatterDrawing {...space} {...look} />}
    </ChartFrame>
  );
}
