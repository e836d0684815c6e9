import { useEffect, useMemo } from 'react';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  type Brushes,
  Button,
  countOf,
  Inline,
  layColumn,
  ParallelChart,
  type ParallelColumn,
  Select,
  Stack,
  Text,
  withinBrushes,
} from '../../ui/index.ts';
import { AxesPopover } from './axes-popover.tsx';
import { type AxisSetting, withAxis, withMovedAxis, withoutAxis } from './axis-settings.ts';
import { brushesFilter } from './chart-filter.ts';
import type { ChartRuns } from './chart-runs.ts';
import { ChosenRuns } from './chosen-runs.tsx';
import { numberColumns, usualAxes } from './comparison-columns.ts';
import { usePageSetting } from './use-page-setting.ts';
import { openRun } from './use-run-actions.ts';

const axesAtFirst = 8;
const byRun = 'run';

const noBrushes: Brushes = {};

/** Lines through parameters and the metric; what the brushes hold becomes a filter of the table. */
export function ParallelPanel({
  runs,
  metric,
  onThere,
}: {
  runs: ChartRuns;
  metric: string;
  /** The lines are there, or will not come. */
  onThere: () => void;
}) {
  const { ids, aggregate, columns } = runs;
  const [chosenAxes, setAxes] = usePageSetting<readonly AxisSetting[] | null>(`axes of ${metric}`, null);
  const [brushes, setBrushes] = usePageSetting<Brushes>(`brushes of ${metric}`, noBrushes, {
    ofTheseRuns: true,
  });
  const [chosenColor, setColor] = usePageSetting<string | null>(`colour of ${metric}`, null);
  const axes = useMemo(
    (): readonly AxisSetting[] =>
      chosenAxes ?? usualAxes(columns, metric, axesAtFirst).map((key) => ({ key, isFlipped: false })),
    [chosenAxes, columns, metric],
  );
  const color = chosenColor ?? `metrics.${metric}`;
  const numbers = numberColumns(columns);
  const keys = [...new Set([...axes.map(({ key }) => key), ...(color === byRun ? [] : [color])])].sort();
  const table = useQuery(
    'runs.columns',
    { runs: [...ids], columns: keys, aggregate },
    { keepPrevious: true },
  );
  const { data } = table;
  const isThere = data !== undefined || table.error !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once
  useEffect(() => {
    if (isThere) onThere();
  }, [isThere]);
  const drawn = useMemo(
    () =>
      axes.flatMap(({ key, isFlipped, scale }): ParallelColumn[] => {
        const values = data?.columns.find((column) => column.key === key)?.values;
        const label = columns.find((column) => column.key === key)?.label ?? key;
        return values === undefined ? [] : [{ key, label, values, isFlipped, scale }];
      }),
    [axes, data, columns],
  );
  const colored = useMemo(() => {
    const values = data?.columns.find((column) => column.key === color)?.values;
    const column = columns.find(({ key }) => key === color);
    if (values === undefined || column === undefined) return null;
    return {
      label: column.label,
      goal: column.goal,
      values: values.map((value) => (value === null || value === '' ? null : Number(value))),
    };
  }, [data, color, columns]);
  const isBrushed = Object.keys(brushes).length > 0;
  const held = useMemo(() => {
    if (data === undefined || !isBrushed) return [];
    const within = withinBrushes(drawn.map(layColumn), brushes, data.runs.length);
    return data.runs.filter((_, run) => within[run] === 1).map(({ id }) => id);
  }, [data, drawn, brushes, isBrushed]);
  const change = (key: string, next: Partial<AxisSetting>) => {
    setAxes(withAxis(axes, key, next));
    // A stretch of one scale is none of another.
    if ('scale' in next) setBrushes(({ [key]: _, ...others }) => others);
  };
  const varying = columns.filter(({ of, distinct }) => of === 'parameter' && distinct > 1).length;
  const left = varying - axes.filter(({ key }) => key.startsWith('params.')).length;
  return (
    <Stack>
      <Inline align="end">
        <AxesPopover
          {...{ runs, axes }}
          onAxes={(next) => {
            setAxes(next);
            const kept = next.map(({ key, scale }) => `${key} ${scale}`);
            setBrushes((before) =>
              Object.fromEntries(
                Object.entries(before).filter(([key]) => {
                  const axis = axes.find((each) => each.key === key);
                  return kept.includes(`${key} ${axis?.scale}`);
                }),
              ),
            );
          }}
        />
        <Select
          label="Colour"
          inline
          value={color}
          onChange={setColor}
          options={[{ value: byRun, label: 'By run' }, ...numbers]}
        />
        {chosenAxes !== null && (
          <Button variant="quiet" onClick={() => setAxes(null)}>
            Usual axes
          </Button>
        )}
        {left > 0 && (
          <Text tone="muted">{countOf(left, 'parameter')} that differ are not shown; see Axes.</Text>
        )}
      </Inline>
      <QueryState query={table} what="The columns">
        {({ runs: named }) => (
          <ParallelChart
            label={`Parameters and ${metric}`}
            columns={drawn}
            runs={named}
            brushes={brushes}
            onBrushes={setBrushes}
            onMove={(from, to) => setAxes(withMovedAxis(axes, from, to))}
            onChange={change}
            onHide={(key) => axes.length > 2 && setAxes(withoutAxis(axes, key))}
            color={colored}
            onOpen={openRun}
          />
        )}
      </QueryState>
      {isBrushed ? (
        <ChosenRuns
          ids={held}
          runs={runs}
          filter={held.length === 0 ? null : brushesFilter(runs, { columns: drawn, brushes, held })}
          onClear={() => setBrushes({})}
        />
      ) : (
        <Text tone="muted">
          Drag along an axis to keep the runs within, drag its name to move it, double-click the name to turn
          it around.
        </Text>
      )}
    </Stack>
  );
}
