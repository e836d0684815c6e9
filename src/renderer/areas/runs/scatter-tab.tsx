import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  formatNumber,
  Inline,
  Panel,
  RunScatter,
  Select,
  Stack,
  Switch,
  Text,
} from '../../ui/index.ts';
import { numberColumns } from './comparison-columns.ts';
import type { Comparison } from './comparison-markdown.ts';
import { RunName } from './run-name.tsx';
import styles from './runs.module.css';
import { openRun } from './use-run-actions.ts';

type Scatter = CommandOutput<'runs.scatter'>;

function trendText({ trend }: Scatter): string {
  if (trend === null) return 'No trend: fewer than three runs, or a column that does not vary.';
  const { slope, slopeInterval, pValue, rSquared, n } = trend;
  const range =
    slopeInterval === null
      ? ''
      : ` (95 % interval ${formatNumber(slopeInterval.low)} to ${formatNumber(slopeInterval.high)})`;
  const share = rSquared === null ? '' : `, R² ${formatNumber(rSquared, 3)}`;
  return `Trend: slope ${formatNumber(slope)}${range}, p ${formatNumber(pValue, 2)}${share}, ${countOf(n, 'run')}.`;
}

function Front({ scatter }: { scatter: Scatter }) {
  const { front, points } = scatter;
  if (front === null)
    return <Text tone="muted">Two columns with a goal have a front: runs that no other beats in both.</Text>;
  const names = new Map(points.map(({ runId, name }) => [runId, name]));
  return (
    <Inline>
      <Text tone="muted">Not beaten in both:</Text>
      {front.map((id) => (
        <Button key={id} size="small" variant="quiet" onClick={() => openRun(id)}>
          <RunName id={id} name={names.get(id) ?? id} />
        </Button>
      ))}
    </Inline>
  );
}

/** Any two columns of the runs against each other. */
export function ScatterTab({
  comparison,
  aggregate,
}: {
  comparison: Comparison;
  aggregate: MetricAggregate;
}) {
  const columns = numberColumns(comparison);
  const title = (key: string) => columns.find(({ value }) => value === key)?.label ?? key;
  const metrics = columns.filter(({ value }) => value.startsWith('metrics.'));
  const [x, setX] = useState(metrics[1]?.value ?? 'duration');
  const [y, setY] = useState(metrics[0]?.value ?? 'duration');
  const [isLogX, setLogX] = useState(false);
  const [isLogY, setLogY] = useState(false);
  const xScale = isLogX ? 'log' : 'linear';
  const yScale = isLogY ? 'log' : 'linear';
  const ids = comparison.runs.map(({ id }) => id);
  const scatter = useQuery(
    'runs.scatter',
    { runs: ids, x, y, aggregate, xScale, yScale },
    { keepPrevious: true },
  );
  return (
    <div className={styles.padded}>
      <Stack>
        <Inline>
          <Select label="x" inline value={x} onChange={setX} options={columns} />
          <Select label="y" inline value={y} onChange={setY} options={columns} />
          <Switch label="Log x" checked={isLogX} onChange={setLogX} />
          <Switch label="Log y" checked={isLogY} onChange={setLogY} />
        </Inline>
        <QueryState query={scatter} what="The scatter">
          {(data) => (
            <Panel title={`${title(y)} over ${title(x)}`}>
              <RunScatter
                label={`${title(y)} over ${title(x)}`}
                runs={data.points}
                front={data.front}
                band={data.trend?.band ?? null}
                xLabel={title(x)}
                yLabel={title(y)}
                {...{ xScale, yScale }}
                total={ids.length}
                onOpen={openRun}
              />
              <Stack>
                <Text selectable>{trendText(data)}</Text>
                <Front scatter={data} />
              </Stack>
            </Panel>
          )}
        </QueryState>
      </Stack>
    </div>
  );
}
