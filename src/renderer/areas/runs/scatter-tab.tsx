import { useMemo } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { describeTrend } from '../../../shared/model/comparison/describe-trend.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, Inline, Panel, RunScatter, Segments, Select, Stack, Switch, Text } from '../../ui/index.ts';
import { pointsFilter } from './chart-filter.ts';
import type { ChartRuns } from './chart-runs.ts';
import { ChosenRuns } from './chosen-runs.tsx';
import { colorColumns, metricsToBegin, numberColumns, parametersToBegin } from './comparison-columns.ts';
import { RunName } from './run-name.tsx';
import styles from './runs.module.css';
import { usePageChoice, usePageSetting } from './use-page-setting.ts';
import { openRun } from './use-run-actions.ts';

type Scatter = CommandOutput<'runs.scatter'>;

const namedAtOnce = 12;

function Front({ scatter: { front, points }, onChoose }: { scatter: Scatter; onChoose: () => void }) {
  if (front === null)
    return <Text tone="muted">Two columns with a goal have a front: runs that no other beats in both.</Text>;
  const names = new Map(points.map(({ runId, name }) => [runId, name]));
  return (
    <Inline>
      <Text tone="muted">Not beaten in both:</Text>
      {front.slice(0, namedAtOnce).map((id) => (
        <Button key={id} size="small" variant="quiet" onClick={() => openRun(id)}>
          <RunName id={id} name={names.get(id) ?? id} />
        </Button>
      ))}
      {front.length > namedAtOnce && <Text tone="muted">and {front.length - namedAtOnce} more</Text>}
      <Button size="small" onClick={onChoose}>
        Choose the front
      </Button>
    </Inline>
  );
}

const byRun = 'run';
const none: readonly string[] = [];

/** Any two columns of the runs against each other, a third as colour. */
export function ScatterTab({ runs }: { runs: ChartRuns }) {
  const { ids, aggregate, columns } = runs;
  const options = numberColumns(columns);
  const title = (key: string) => columns.find((column) => column.key === key)?.label ?? key;
  const metrics = metricsToBegin(columns, ids.length).map((name) => `metrics.${name}`);
  const parameters = parametersToBegin(columns);
  const [x, setX] = usePageChoice('scatter x', metrics[1] ?? parameters[0] ?? 'started', options);
  const [y, setY] = usePageChoice('scatter y', metrics[0] ?? 'started', options);
  const [color, setColor] = usePageChoice('scatter colour', byRun, colorColumns(columns));
  const [isLogX, setLogX] = usePageSetting('scatter log x', false);
  const [isLogY, setLogY] = usePageSetting('scatter log y', false);
  const [tool, setTool] = usePageSetting<'lasso' | 'rectangle'>('scatter tool', 'lasso');
  const [chosenIds, setChosenIds] = usePageSetting('scatter chosen', none, { ofTheseRuns: true });
  const chosen = useMemo(() => new Set(chosenIds), [chosenIds]);
  const setChosen = (ids: Iterable<string>) => setChosenIds([...ids]);
  const xScale = isLogX ? 'log' : 'linear';
  const yScale = isLogY ? 'log' : 'linear';
  const scatter = useQuery(
    'runs.scatter',
    { runs: [...ids], x, y, aggregate, xScale, yScale, ...(color !== byRun && { color }) },
    { keepPrevious: true },
  );
  const { data: answer } = scatter;
  const filter = useMemo(
    () => (answer === undefined || chosen.size === 0 ? null : pointsFilter(runs, { ...answer, chosen })),
    [runs, answer, chosen],
  );
  const colored = columns.find(({ key }) => key === answer?.color);
  const goal = answer?.goals.color ?? null;
  const colorColumn = useMemo(
    () => (colored === undefined ? null : { label: colored.label, kind: colored.kind, goal }),
    [colored, goal],
  );
  const label = `${title(y)} over ${title(x)}`;
  return (
    <div className={styles.padded}>
      <Stack>
        <Inline align="end">
          <Select label="x" inline value={x} onChange={setX} options={options} />
          <Select label="y" inline value={y} onChange={setY} options={options} />
          <Select
            label="Colour"
            inline
            value={color}
            onChange={setColor}
            options={[{ value: byRun, label: 'By run' }, ...colorColumns(columns)]}
          />
          <Switch label="Log x" checked={isLogX} onChange={setLogX} />
          <Switch label="Log y" checked={isLogY} onChange={setLogY} />
        </Inline>
        <QueryState query={scatter} what="The scatter">
          {(data) => (
            <Panel
              title={label}
              actions={
                <Segments
                  label="What a drag draws"
                  value={tool}
                  onChange={setTool}
                  options={[
                    { value: 'lasso', label: 'Lasso' },
                    { value: 'rectangle', label: 'Rectangle' },
                  ]}
                />
              }
            >
              {data.points.length === 0 ? (
                <Text tone="muted">
                  No run has a number in both columns{isLogX || isLogY ? ' that these axes can show' : ''}.
                  Choose others.
                </Text>
              ) : (
                <Stack>
                  <RunScatter
                    label={label}
                    runs={data.points}
                    front={data.front}
                    band={data.trend?.band ?? null}
                    xLabel={title(data.x)}
                    yLabel={title(data.y)}
                    xScale={data.xScale}
                    yScale={data.yScale}
                    {...{ tool, colorColumn }}
                    total={ids.length}
                    selected={chosen}
                    onSelect={setChosen}
                    onOpen={openRun}
                  />
                  {chosen.size > 0 ? (
                    <ChosenRuns ids={[...chosen]} runs={runs} filter={filter} onClear={() => setChosen([])} />
                  ) : (
                    <Text tone="muted">Drag around runs to choose them; a click opens one.</Text>
                  )}
                  <Text selectable>{describeTrend(data.trend, { ...data, x: title(data.x) })}</Text>
                  <Front scatter={data} onChoose={() => setChosen(data.front ?? [])} />
                </Stack>
              )}
            </Panel>
          )}
        </QueryState>
      </Stack>
    </div>
  );
}
