import type { BoxChartProps } from './box-groups.ts';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';

/** The mean of each group as a bar from zero, with its interval as a whisker. */
export function GroupBars({ label, groups, xLabel, yLabel, height = 260 }: BoxChartProps) {
  const told = groups.filter(({ average }) => average !== null);
  return (
    <ChartFrame
      label={label}
      drawn={told.length}
      total={groups.length}
      noun="groups"
      height={height}
      csv={() =>
        csvText(
          [xLabel, `mean ${yLabel}`, 'interval from', 'interval to', 'runs'],
          groups.map(({ name, average, mean, box }) => [
            ...[name, average, mean?.low ?? null, mean?.high ?? null, box?.n ?? 0],
          ]),
        )
      }
      table={{
        head: [xLabel, `mean ${yLabel}`, 'interval from', 'interval to'],
        rows: groups.map(({ name, average, mean }) => [
          ...[name, average ?? 'none', mean?.low ?? 'none', mean?.high ?? 'none'],
        ]),
      }}
    >
      {({ GroupBarsDrawing }, space) => <GroupBarsDrawing {...space} {...{ groups, xLabel, yLabel }} />}
    </ChartFrame>
  );
}
