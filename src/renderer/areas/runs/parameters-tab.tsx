import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  BarChart,
  countOf,
  formatNumber,
  Inline,
  NumberCell,
  Panel,
  Select,
  Stack,
  Text,
} from '../../ui/index.ts';
import type { ChartRuns } from './chart-runs.ts';
import { metricNames, metricsToBegin } from './comparison-columns.ts';
import { ParallelPanel } from './parallel-panel.tsx';
import styles from './runs.module.css';
import { usePageChoice } from './use-page-setting.ts';

type Report = CommandOutput<'runs.importance'>;

function reliabilityText({ reliability, runs, explainedShare }: Report): string {
  const explained =
    explainedShare === null
      ? ''
      : explainedShare <= 0
        ? ' The parameters explain nothing of unseen runs.'
        : ` Together the parameters explain ${Math.round(explainedShare * 100)} % of the metric’s variance of unseen runs.`;
  switch (reliability) {
    case 'sound':
      return `From ${countOf(runs, 'run')}.${explained}`;
    case 'few-runs-for-parameters':
      return `Only a hint: ${countOf(runs, 'run')} are fewer than two for each parameter that varies.${explained}`;
    case 'too-few-runs':
      return `Too few runs: ${countOf(runs, 'run')} with this metric, and at least 10 are needed to learn from.`;
    case 'constant-metric':
      return 'The metric is the same in all runs: there is nothing to explain.';
    case 'no-parameters':
      return 'No parameter varies in these runs.';
  }
}

function Importance({ report }: { report: Report }) {
  const measured = report.parameters.filter(({ importance }) => importance !== null);
  const told = report.parameters.filter(({ status }) => status !== 'never-varies');
  return (
    <Stack>
      <Text>{reliabilityText(report)}</Text>
      {measured.length > 0 && (
        <BarChart
          horizontal
          canSave
          label="Importance of parameters"
          valueLabel="share of variance lost when shuffled"
          bars={measured
            .slice(0, 20)
            .map(({ name, importance }) => ({ label: name, value: Math.max(0, importance ?? 0) }))}
          total={measured.length}
        />
      )}
      {told.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="Parameters">
          <table className={styles.metricTable}>
            <thead>
              <tr>
                {['parameter', 'importance', '95 % interval', 'rank correlation', 'values'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {told.map(({ name, importance, interval, rankCorrelation, distinct }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <NumberCell value={importance} keepZeros />
                  </td>
                  <td>
                    {interval === null ? (
                      <Text tone="muted">–</Text>
                    ) : (
                      <>
                        <NumberCell value={interval.low} keepZeros /> to{' '}
                        <NumberCell value={interval.high} keepZeros />
                      </>
                    )}
                  </td>
                  <td>
                    <NumberCell value={rankCorrelation?.value ?? null} keepZeros />
                  </td>
                  <td>{distinct}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Stack>
  );
}

/** More would take minutes and change nothing. */
const mostExplained = 5000;

/** Which parameters matter, and how. */
export function ParametersTab({ runs }: { runs: ChartRuns }) {
  const { ids, aggregate, columns } = runs;
  const metrics = metricNames(columns);
  const [metric, setMetric] = usePageChoice(
    'parameters metric',
    metricsToBegin(columns, ids.length)[0] ?? '',
    metrics.map((value) => ({ value })),
  );
  // Learning takes the engine seconds; the lines come first.
  const [areLinesThere, setLinesThere] = useState(false);
  const report = useQuery(
    'runs.importance',
    { runs: ids.slice(0, mostExplained), metric, aggregate },
    { enabled: areLinesThere && metric !== '' && ids.length > 1, keepPrevious: true },
  );
  if (metric === '')
    return (
      <div className={styles.padded}>
        <Text tone="muted">These runs recorded no metric that parameters could explain.</Text>
      </div>
    );
  return (
    <div className={styles.padded}>
      <Stack>
        <Inline>
          <Select
            label="Metric"
            inline
            value={metric}
            onChange={setMetric}
            options={metrics.map((name) => ({ value: name, label: name }))}
          />
        </Inline>
        <Panel title="How runs lie">
          <ParallelPanel key={metric} runs={runs} metric={metric} onThere={() => setLinesThere(true)} />
        </Panel>
        <Panel title={`What ${metric} depends on`}>
          {ids.length > mostExplained && (
            <Text tone="muted">
              Of the first {formatNumber(mostExplained)} of {formatNumber(ids.length)} runs.
            </Text>
          )}
          {ids.length < 2 ? (
            <Text tone="muted">One run alone says nothing of what its metrics depend on.</Text>
          ) : (
            <QueryState query={report} what="The importance of parameters">
              {(data) => <Importance report={data} />}
            </QueryState>
          )}
        </Panel>
      </Stack>
    </div>
  );
}
