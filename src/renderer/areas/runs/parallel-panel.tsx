import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  type Brushes,
  Button,
  Checkbox,
  countOf,
  IconButton,
  Inline,
  layColumn,
  ParallelChart,
  type ParallelColumn,
  Popover,
  Select,
  Stack,
  Text,
  withinBrushes,
} from '../../ui/index.ts';
import { type AxisSetting, withAxis, withMovedAxis, withoutAxis } from './axis-settings.ts';
import { brushesFilter } from './chart-filter.ts';
import type { ChartRuns } from './chart-runs.ts';
import { ChosenRuns } from './chosen-runs.tsx';
import { colorColumns, numberColumns, usualAxes } from './comparison-columns.ts';
import styles from './runs.module.css';
import { openRun } from './use-run-actions.ts';

const axesAtFirst = 8;
const mostAxes = 16;

/** Which axes there are, in which order, which way around and on which scale: what dragging does, for those who do not drag. */
function AxesPopover({
  runs,
  axes,
  onAxes,
}: {
  runs: ChartRuns;
  axes: readonly AxisSetting[];
  onAxes: (axes: readonly AxisSetting[]) => void;
}) {
  const options = colorColumns(runs.columns);
  const shown = axes.flatMap(({ key }) => options.find(({ value }) => value === key) ?? []);
  const hidden = options.filter(({ value }) => !axes.some(({ key }) => key === value));
  const kindOf = (key: string) => runs.columns.find((column) => column.key === key)?.kind;
  const change = (key: string, next: Partial<AxisSetting>) => onAxes(withAxis(axes, key, next));
  return (
    <Popover label="Axes" trigger={<Button>Axes: {axes.length}</Button>}>
      <div className={styles.axisList}>
        {shown.map(({ value, label }, place) => {
          const axis = axes[place];
          return (
            <div key={value} className={styles.axisEntry}>
              <Checkbox
                label={label}
                checked
                disabled={axes.length < 3}
                onChange={() => onAxes(withoutAxis(axes, value))}
              />
              <span className={styles.axisActions}>
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={`${axis?.isFlipped === true ? 'Turned' : 'Turn'} around: ${label}`}
                  aria-pressed={axis?.isFlipped}
                  onClick={() => change(value, { isFlipped: axis?.isFlipped !== true })}
                >
                  {axis?.isFlipped === true ? 'Turned' : 'Turn'}
                </Button>
                {kindOf(value) === 'number' && (
                  <Select
                    label={`Scale of ${label}`}
                    hideLabel
                    inline
                    value={axis?.scale ?? 'either'}
                    onChange={(scale) => change(value, { scale: scale === 'either' ? undefined : scale })}
                    options={[
                      { value: 'either', label: 'Scale as fits' },
                      { value: 'linear', label: 'Linear' },
                      { value: 'log', label: 'Logarithmic' },
                    ]}
                  />
                )}
                <IconButton
                  size="small"
                  label={`Move ${label} up the list, to the left`}
                  icon={<ArrowUp size={14} />}
                  disabled={place === 0}
                  onClick={() => onAxes(withMovedAxis(axes, place, place - 1))}
                />
                <IconButton
                  size="small"
                  label={`Move ${label} down the list, to the right`}
                  icon={<ArrowDown size={14} />}
                  disabled={place === shown.length - 1}
                  onClick={() => onAxes(withMovedAxis(axes, place, place + 1))}
                />
              </span>
            </div>
          );
        })}
        {hidden.length > 0 && <Text tone="muted">Not shown</Text>}
        {hidden.map(({ value, label }) => (
          <div key={value} className={styles.axisEntry}>
            <Checkbox
              label={label}
              checked={false}
              disabled={axes.length >= mostAxes}
              onChange={() => onAxes([...axes, { key: value, isFlipped: false }])}
            />
          </div>
        ))}
      </div>
    </Popover>
  );
}

const byRun = 'run';

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
  const [chosenAxes, setAxes] = useState<readonly AxisSetting[] | null>(null);
  const [brushes, setBrushes] = useState<Brushes>({});
  const [chosenColor, setColor] = useState<string | null>(null);
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
