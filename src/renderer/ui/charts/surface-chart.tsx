import { useMemo } from 'react';
import { colorScaleOf } from './color-scale.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import type { SurfaceChartProps } from './surface-chart-props.ts';

const cellText = (count: number) => (count === 1 ? '1 run' : `${count} runs`);

/** A metric over two columns, as colours; runs are dots. What no run says anything about stays empty. */
export function SurfaceChart({ label, height = 420, total, ...look }: SurfaceChartProps) {
  const { surface, mode, xLabel, yLabel, metric } = look;
  const { points, means, counts, xEdges, yEdges, field, goal } = surface;
  const shown = mode === 'field' && field !== null ? field.values : means;
  const scale = useMemo(() => colorScaleOf(shown.flat(), goal), [shown, goal]);
  const filled = useMemo(
    () =>
      means.flatMap((row, y) =>
        row.flatMap((mean, x) =>
          mean === null
            ? []
            : [{ x, y, mean, count: counts[y]?.[x] ?? 0, left: xEdges[x] ?? 0, low: yEdges[y] ?? 0 }],
        ),
      ),
    [means, counts, xEdges, yEdges],
  );
  return (
    <ChartFrame
      label={label}
      drawn={points.length}
      total={total}
      noun="runs"
      height={height}
      csv={() =>
        csvText(
          [`${xLabel} from`, `${xLabel} to`, `${yLabel} from`, `${yLabel} to`, `mean ${metric}`, 'runs'],
          filled.map(({ x, y, mean, count }) => [
            ...[xEdges[x] ?? null, xEdges[x + 1] ?? null, yEdges[y] ?? null, yEdges[y + 1] ?? null],
            ...[mean, count],
          ]),
        )
      }
      table={{
        head: [xLabel, yLabel, `mean ${metric}`, 'runs'],
        rows: filled.map(({ left, low, mean, count }) => [left, low, mean, cellText(count)]),
      }}
    >
      {({ SurfaceDrawing }, space) => <SurfaceDrawing {...space} {...look} scale={scale} />}
    </ChartFrame>
  );
}
