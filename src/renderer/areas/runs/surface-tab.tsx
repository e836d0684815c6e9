import type { CommandOutput } from '../../../shared/contract/index.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  countOf,
  formatNumber,
  Inline,
  Panel,
  Segments,
  Select,
  Stack,
  SurfaceChart,
  Switch,
  Text,
} from '../../ui/index.ts';
import type { ChartRuns } from './chart-runs.ts';
import { metricNames, metricsToBegin, numberColumns, parametersToBegin } from './comparison-columns.ts';
import styles from './runs.module.css';
import { usePageChoice, usePageSetting } from './use-page-setting.ts';

type Surface = CommandOutput<'runs.surface'>;
type Mode = 'cells' | 'field';

/** How what is seen was made, and what is not there. */
function surfaceText({ counts, points, leftOut, field }: Surface, mode: Mode): string {
  const cells = counts.flat();
  const empty = cells.filter((count) => count === 0).length;
  const missing =
    leftOut === 0 ? '' : ` ${countOf(leftOut, 'run')} without a number in one of the three are left out.`;
  if (mode === 'cells' || field === null)
    return `Colour: the mean of the runs in each cell; ${empty} of ${cells.length} cells hold no run and are empty.${missing}`;
  return `Colour: mean of all ${formatNumber(points.length)} runs weighted by a Gaussian of their distance (Scott’s bandwidth), with lines of equal value; empty where no run is within two bandwidths.${missing}`;
}

const isConstant = ({ points: [first, ...others] }: Surface) =>
  others.every(({ value }) => value === first?.value);

/** A metric over two parameters. */
export function SurfaceTab({ runs }: { runs: ChartRuns }) {
  const { ids, aggregate, columns } = runs;
  const metrics = metricNames(columns);
  const options = numberColumns(columns);
  const parameters = parametersToBegin(columns);
  const title = (key: string) => columns.find((column) => column.key === key)?.label ?? key;
  const [metric, setMetric] = usePageChoice(
    'map metric',
    metricsToBegin(columns, ids.length)[0] ?? '',
    metrics.map((value) => ({ value })),
  );
  const [x, setX] = usePageChoice('map x', parameters[0] ?? null, options);
  const [y, setY] = usePageChoice('map y', parameters[1] ?? null, options);
  const [isLogX, setLogX] = usePageSetting('map log x', false);
  const [isLogY, setLogY] = usePageSetting('map log y', false);
  const [mode, setMode] = usePageSetting<Mode>('map mode', 'field');
  const xScale = isLogX ? 'log' : 'linear';
  const yScale = isLogY ? 'log' : 'linear';
  const surface = useQuery(
    'runs.surface',
    { runs: [...ids], x: x ?? '', y: y ?? '', metric, aggregate, xScale, yScale },
    { enabled: x !== null && y !== null && metric !== '', keepPrevious: true },
  );
  if (metric === '' || x === null || y === null)
    return (
      <div className={styles.padded}>
        <Text tone="muted">
          {metric === ''
            ? 'These runs recorded no metric.'
            : 'A map needs two parameters that are numbers and differ between these runs, such as learning rate and depth.'}
        </Text>
      </div>
    );
  const label = `${metric} over ${title(x)} and ${title(y)}`;
  return (
    <div className={styles.padded}>
      <Stack>
        <Inline align="end">
          <Select
            label="Metric"
            inline
            value={metric}
            onChange={setMetric}
            options={metrics.map((name) => ({ value: name, label: name }))}
          />
          <Select label="x" inline value={x} onChange={setX} options={options} />
          <Select label="y" inline value={y} onChange={setY} options={options} />
          <Switch label="Log x" checked={isLogX} onChange={setLogX} />
          <Switch label="Log y" checked={isLogY} onChange={setLogY} />
        </Inline>
        <QueryState query={surface} what="The map">
          {(data) => (
            <Panel
              title={label}
              actions={
                <Segments
                  label="What the colours show"
                  value={mode}
                  onChange={setMode}
                  options={[
                    { value: 'field', label: 'Smooth, with contours' },
                    { value: 'cells', label: 'Means of cells' },
                  ]}
                />
              }
            >
              {data.points.length === 0 ? (
                <Text tone="muted">
                  No run has a number in all three columns
                  {isLogX || isLogY ? ' that these axes can show' : ''}. Choose others.
                </Text>
              ) : isConstant(data) ? (
                <Text tone="muted">
                  {data.metric} is {formatNumber(data.points[0]?.value)} in{' '}
                  {data.points.length === 1 ? 'the one run' : `all ${countOf(data.points.length, 'run')}`}{' '}
                  with a number in all three columns: there is nothing to map.
                </Text>
              ) : (
                <Stack>
                  <SurfaceChart
                    {...{ label, mode }}
                    metric={data.metric}
                    xScale={data.xScale}
                    yScale={data.yScale}
                    surface={data}
                    xLabel={title(data.x)}
                    yLabel={title(data.y)}
                    total={ids.length}
                  />
                  {mode === 'field' && data.field === null && (
                    <Text tone="warning">
                      These runs lie on one line, which spans no plane: cells are shown instead.
                    </Text>
                  )}
                  <Text tone="muted" selectable>
                    {surfaceText(data, mode)}
                  </Text>
                </Stack>
              )}
            </Panel>
          )}
        </QueryState>
      </Stack>
    </div>
  );
}
