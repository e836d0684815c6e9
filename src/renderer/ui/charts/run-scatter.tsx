import { useMemo } from 'react';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import { pointColors } from './scatter-colors.ts';
import type { RunScatterProps, ScatterRun } from './scatter-runs.ts';

/** One dot a run; a ring and a line for the front, a band for the trend. A drag chooses runs, a click opens one. */
export function RunScatter({ label, total, height = 380, ...look }: RunScatterProps) {
  const { runs, front, xLabel, yLabel, colorColumn } = look;
  // The drawing mixes the colours, which are others on paper.
  const { legend } = useMemo(() => pointColors(runs, colorColumn, []), [runs, colorColumn]);
  const unbeaten = useMemo(() => new Set(front), [front]);
  const frontWord = ({ runId }: ScatterRun) => (unbeaten.has(runId) ? 'yes' : 'no');
  return (
    <ChartFrame
      label={label}
      drawn={runs.length}
      total={total}
      noun="runs"
      height={height}
      isInteractive
      legend={legend}
      csv={() =>
        csvText(
          ['run', 'id', xLabel, yLabel, ...(colorColumn === null ? [] : [colorColumn.label]), 'on the front'],
          runs.map((run) => [
            ...[run.name, run.runId, run.x, run.y],
            ...(colorColumn === null ? [] : [run.color]),
            frontWord(run),
          ]),
        )
      }
      table={{
        head: ['run', xLabel, yLabel, 'front'],
        rows: runs.map((run) => [run.name, run.x, run.y, unbeaten.has(run.runId) ? 'not beaten' : '']),
      }}
    >
      {({ RunScatterDrawing }, space) => <RunScatterDrawing {...space} {...look} unbeaten={unbeaten} />}
    </ChartFrame>
  );
}
