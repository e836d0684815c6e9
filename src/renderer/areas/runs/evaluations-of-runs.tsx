import { useMemo, useState } from 'react';
import { navigate, QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  ConfusionMatrix,
  countOf,
  formatNumber,
  Grid,
  Inline,
  Panel,
  Select,
  Stack,
  Text,
} from '../../ui/index.ts';
import { datasetsOf, type Evaluation, evaluationsOn } from './compared-evaluations.ts';
import type { NamedRun } from './named-run.ts';
import { RunName } from './run-name.tsx';
import styles from './runs.module.css';

function OneEvaluation({ evaluation }: { evaluation: Evaluation }) {
  const report = useQuery('evaluations.get', { evaluation: evaluation.id });
  const { metric, runId, runName, rowCount } = evaluation;
  const open = () =>
    navigate({ area: 'runs', id: runId, tab: 'evaluations', search: { evaluation: evaluation.id } });
  const range =
    metric.low === null || metric.high === null
      ? ''
      : ` (${formatNumber(metric.low)} to ${formatNumber(metric.high)})`;
  return (
    <Panel
      title={<RunName id={runId} name={runName} />}
      actions={
        <Button size="small" variant="quiet" onClick={open}>
          Open
        </Button>
      }
    >
      <QueryState query={report} what="The evaluation">
        {({ report: { confusion } }) => (
          <Stack>
            <Text selectable>
              {metric.name} {formatNumber(metric.value)}
              {range}, {countOf(rowCount, 'row')}
            </Text>
            {confusion === null ? (
              <Text tone="muted">A regression has no confusion matrix.</Text>
            ) : (
              <ConfusionMatrix labels={confusion.labels} counts={confusion.counts} />
            )}
          </Stack>
        )}
      </QueryState>
    </Panel>
  );
}

const shownAtOnce = 12;

/** Confusion matrices side by side, on the same rows: figures of different data say nothing about which run is better. */
export function EvaluationsOfRuns({ runs }: { runs: readonly NamedRun[] }) {
  const query = useQuery('evaluations.list', { limit: 1000 });
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState(shownAtOnce);
  const datasets = useMemo(() => datasetsOf(query.data ?? [], runs), [query.data, runs]);
  const dataset = chosen ?? datasets[0]?.dataset ?? '';
  const evaluations = useMemo(
    () => evaluationsOn(query.data ?? [], runs, dataset),
    [query.data, runs, dataset],
  );
  const without = runs.length - evaluations.length;
  return (
    <div className={styles.padded}>
      <QueryState query={query} what="The evaluations">
        {() =>
          datasets.length === 0 ? (
            <Text tone="muted">
              None of these runs has been evaluated on other data. Open a run and evaluate its model; here
              they stand side by side.
            </Text>
          ) : (
            <Stack>
              <Inline>
                <Select
                  label="Evaluated on"
                  inline
                  value={dataset}
                  onChange={setChosen}
                  options={datasets.map((each) => ({
                    value: each.dataset,
                    label: `${each.dataset} (${countOf(each.runs, 'run')})`,
                  }))}
                />
                {without > 0 && (
                  <Text tone="muted">{countOf(without, 'run')} without an evaluation on it.</Text>
                )}
              </Inline>
              <Grid columnWidth={360}>
                {evaluations.slice(0, shown).map((evaluation) => (
                  <OneEvaluation key={evaluation.id} evaluation={evaluation} />
                ))}
              </Grid>
              {evaluations.length > shown && (
                <Inline>
                  <Button onClick={() => setShown(shown + shownAtOnce)}>
                    Show more of {countOf(evaluations.length, 'evaluation')}
                  </Button>
                  <Text tone="muted">{shown} are shown.</Text>
                </Inline>
              )}
            </Stack>
          )
        }
      </QueryState>
    </div>
  );
}
