import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { JobProgress, navigate, QueryState } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, EmptyState, ErrorState, Inline, Panel, Select, Stack, Text } from '../../ui/index.ts';
import { evaluationObstacle } from './evaluation-obstacle.ts';
import { EvaluationReportView } from './evaluation-report-view.tsx';
import styles from './runs.module.css';

type Started = CommandOutput<'evaluations.start'>;

/** An evaluation while it is computed; nothing once it is there. */
function UnderWay({ jobId }: { jobId: string }) {
  const job = useQuery('jobs.get', { job: jobId });
  const cancel = useCommand('jobs.cancel', { failure: 'The evaluation could not be cancelled' });
  if (job.data?.state === 'failed')
    return <ErrorState title="The evaluation failed." detail={job.data.error?.message} />;
  if (job.data === undefined || job.data.endedAtMs !== null) return null;
  return (
    <Inline>
      <JobProgress job={job.data} />
      <Button size="small" busy={cancel.isRunning} onClick={() => void cancel.run({ job: jobId })}>
        Cancel
      </Button>
    </Inline>
  );
}

function StartForm({ run, onStarted }: { run: RunDetail; onStarted: (started: Started) => void }) {
  const datasets = useQuery('datasets.list', {});
  const start = useCommand('evaluations.start', { failure: 'The evaluation could not be started' });
  const references = (datasets.data ?? []).map(({ latest }) => `${latest.dataset}@${latest.version}`);
  const [chosen, setChosen] = useState<string | null>(null);
  // Figures on the rows that were learnt from say little, so other data that hold the target come first.
  const target = run.parameters.target;
  const others = (datasets.data ?? []).filter(({ latest }) =>
    latest.columns.some(({ name }) => name === target),
  );
  const guess = others
    .map(({ latest }) => `${latest.dataset}@${latest.version}`)
    .find((each) => each !== run.dataset);
  const dataset = chosen ?? guess ?? references.find((each) => each === run.dataset) ?? references[0] ?? null;
  const submit = async () => {
    if (dataset === null) return;
    const started = await start.run({ subject: { run: run.id }, dataset });
    if (started !== undefined) onStarted(started);
  };
  const obstacle = evaluationObstacle(run);
  if (obstacle !== null) return <Text tone="muted">{obstacle}</Text>;
  if (datasets.data?.length === 0)
    return (
      <Inline>
        <Text tone="muted">The project has no dataset yet that the model could be evaluated on.</Text>
        <Button onClick={() => navigate({ area: 'data' })}>Add data</Button>
      </Inline>
    );
  return (
    <Inline>
      <Select
        inline
        label="Evaluate on"
        hideLabel
        value={dataset}
        options={references.map((value) => ({ value, label: value }))}
        onChange={setChosen}
      />
      <Button
        variant="primary"
        busy={start.isRunning}
        disabled={dataset === null}
        onClick={() => void submit()}
      >
        Evaluate
      </Button>
      {dataset !== null && dataset === run.dataset && (
        <Text tone="muted" size="small">
          The model has learnt from rows of this dataset: figures on it are too good.
        </Text>
      )}
    </Inline>
  );
}

function Report({ id }: { id: string }) {
  const evaluation = useQuery('evaluations.get', { evaluation: id });
  return (
    <QueryState query={evaluation} what="The evaluation">
      {({ report, dataset, rowCount, createdAtMs }) => (
        <EvaluationReportView
          report={report}
          dataset={dataset}
          rowCount={rowCount}
          createdAtMs={createdAtMs}
        />
      )}
    </QueryState>
  );
}

/** Evaluations of this run's model: start one, choose one, read it. */
export function EvaluationsTab({
  run,
  wanted,
  onSelect,
}: {
  run: RunDetail;
  wanted: string | undefined;
  onSelect: (evaluation: string) => void;
}) {
  const evaluations = useQuery('evaluations.list', { run: run.id });
  const [started, setStarted] = useState<Started | null>(null);
  const all = evaluations.data ?? [];
  const arrived = all.find(({ id }) => id === started?.evaluationId)?.id;
  const shown = arrived ?? wanted ?? all[0]?.id;
  const options = all.map(({ id, dataset, metric }) => ({
    value: id,
    label: `${dataset}, ${metric.name} ${metric.value.toPrecision(4)}`,
  }));
  return (
    <div className={styles.padded}>
      <Stack>
        <Panel title="Evaluate on other data">
          <Stack>
            <StartForm run={run} onStarted={setStarted} />
            {started !== null && arrived === undefined && (
              <UnderWay key={started.jobId} jobId={started.jobId} />
            )}
          </Stack>
        </Panel>
        {evaluations.data !== undefined && all.length === 0 && started === null && (
          <EmptyState text="An evaluation says how good the model is on data of your choice, with intervals and curves." />
        )}
        {options.length > 1 && (
          <Select
            inline
            label="Evaluation"
            value={shown ?? null}
            options={options}
            onChange={(id) => {
              setStarted(null);
              onSelect(id);
            }}
          />
        )}
        {shown !== undefined && <Report key={shown} id={shown} />}
      </Stack>
    </div>
  );
}
