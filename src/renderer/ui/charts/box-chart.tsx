import type { BoxLook } from './box-groups.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';

export type { BoxGroup } from './box-groups.ts';

export interface BoxChartProps extends BoxLook {
  label: string;
  height?: number;
}

/** Tukey's boxes: quartiles, whiskers, every value as a dot where there are few; a diamond is the mean with its interval. */
export function BoxChart({ label, groups, xLabel, yLabel, height = 260 }: BoxChartProps) {
  const drawn = groups.reduce((sum, { box }) => sum + (box?.n ?? 0), 0);
  return (
    <ChartFrame
      label={label}
      drawn={drawn}
      total={groups.reduce((sum, { values }) => sum + values.length, 0)}
      noun="runs"
      height={height}
      csv={() =>
        csvText(
          [xLabel, yLabel],
          groups.flatMap(({ name, values }) => values.map((value) => [name, value])),
        )
      }
      table={{
        head: [xLabel, 'n', 'lower quartile', 'median', 'upper quartile'],
        rows: groups.map(({ name, box }) =>
          box === null
            ? [name, 0, 'none', 'none', 'none']
            : [name, box.n, box.lowerQuartile, box.median, box.upperQuartile],
        ),
      }}
    >
      {({ BoxDrawing }, space) => <BoxDrawing {...space} {...{ groups, xLabel, yLabel }} />}
    </ChartFrame>
  );
}
