import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import type { ScatterLook, ScatterRun } from './scatter-look.ts';

export interface RunScatterProps extends ScatterLook {
  label: string;
  /** Runs in all, those without a place included. */
  total: number;
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
