import { useEffect, useState } from 'react';
import type { CommandInput } from '../../../shared/contract/index.ts';
import type { DatasetSummary } from '../../../shared/model/dataset.ts';
import { navigate, QueryState } from '../../app/index.ts';
import { call, showError, useCommand, useLive, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  EmptyState,
  Inline,
  Panel,
  Segments,
  Select,
  Skeleton,
  Stack,
  Text,
} from '../../ui/index.ts';
import styles from './monitoring.module.css';

type Current = CommandInput<'drift.start'>['current'];
type Kind = 'dataset' | 'file' | 'endpoint';

const kinds = [
  { value: 'dataset', label: 'Dataset' },
  { value: 'file', label: 'File' },
  { value: 'endpoint', label: 'What an endpoint was asked' },
] as const;
const dayMs = 86_400_000;
const periods = [
  { value: '0', label: 'Everything that was logged' },
  { value: '1', label: 'The last day' },
  { value: '7', label: 'The last 7 days' },
  { value: '30', label: 'The last 30 days' },
];

interface Choice {
  value: Current | null;
  /** What is left to be chosen. */
  problem?: string;
}

function FileChoice({ path, onChange }: { path: string | null; onChange: (path: string) => void }) {
  const choose = async () => {
    try {
      const answer = await call('shell.chooseFile', { title: 'Choose the current data', kinds: ['data'] });
      if (answer.path !== null) onChange(answer.path);
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  return (
    <Inline>
      <Button onClick={() => void choose()}>Choose a file</Button>
      <Text mono clip tone={path === null ? 'muted' : 'info'}>
        {path ?? 'CSV, TSV, Parquet or JSON lines'}
      </Text>
    </Inline>
  );
}

function EndpointChoice({
  endpoint,
  days,
  onEndpoint,
  onDays,
}: {
  endpoint: string | null;
  days: string;
  onEndpoint: (id: string) => void;
  onDays: (days: string) => void;
}) {
  const endpoints = useQuery('serving.list', {});
  const live = useLive((state) => state.endpointStats);
  const first = endpoints.data?.[0]?.id;
  useEffect(() => {
    if (endpoint === null && first !== undefined) onEndpoint(first);
  }, [endpoint, first, onEndpoint]);
  return (
    <QueryState query={endpoints} what="The endpoints">
      {(all) =>
        all.length === 0 ? (
          <Text tone="muted">No model has been served here yet, so nothing was logged.</Text>
        ) : (
          <div className={styles.fields}>
            <Select
              label="Endpoint"
              value={endpoint}
              onChange={onEndpoint}
              options={all.map(({ id, model, version, port, predictions }) => ({
                value: id,
                label: `${model}/${version} on port ${port}, ${countOf(live[id]?.predictions ?? predictions, 'prediction')} since it started`,
              }))}
            />
            <Select label="Period" value={days} onChange={onDays} options={periods} />
          </div>
        )
      }
    </QueryState>
  );
}

const referenceOf = ({ name, latest }: DatasetSummary) => `${name}@${latest.version}`;

function datasetOptions(datasets: readonly DatasetSummary[]) {
  return datasets.map((dataset) => ({
    value: referenceOf(dataset),
    label: `${dataset.name}, version ${dataset.latest.version}, ${countOf(dataset.latest.rowCount, 'row')}`,
  }));
}

function Form({
  datasets,
  trainedOn,
  onClose,
}: {
  datasets: readonly [DatasetSummary, ...DatasetSummary[]];
  trainedOn: string | null;
  onClose: () => void;
}) {
  const first = datasets.find((dataset) => referenceOf(dataset) === trainedOn) ?? datasets[0];
  const second = datasets.find((dataset) => dataset !== first);
  const [reference, setReference] = useState(referenceOf(first));
  const [kind, setKind] = useState<Kind>(second === undefined ? 'file' : 'dataset');
  const [dataset, setDataset] = useState(second === undefined ? null : referenceOf(second));
  const [path, setPath] = useState<string | null>(null);
  const [endpoint, setEndpoint] = useState<string | null>(null);
  const [days, setDays] = useState('0');
  const start = useCommand('drift.start', { failure: 'The comparison could not be started', quiet: true });

  const choices: Record<Kind, () => Choice> = {
    dataset: () =>
      dataset === reference
        ? { value: null, problem: 'Choose other data than the reference: the same data never differs.' }
        : { value: dataset === null ? null : { dataset } },
    file: () => ({ value: path === null ? null : { file: path } }),
    endpoint: () => ({
      value:
        endpoint === null
          ? null
          : { endpoint, ...(days !== '0' && { sinceMs: Date.now() - Number(days) * dayMs }) },
    }),
  };
  const { value: current, problem } = choices[kind]();
  const submit = async (chosen: Current) => {
    const answer = await start.run({ reference, current: chosen });
    if (answer !== undefined) navigate({ area: 'monitoring', id: answer.reportId });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (current !== null && !start.isRunning) void submit(current);
      }}
    >
      <Stack>
        <div className={styles.fields}>
          <Select
            label="Reference: what was usual"
            value={reference}
            onChange={setReference}
            options={datasetOptions(datasets)}
            hint="Best the data that the model was trained on."
          />
        </div>
        <div>
          <Inline>
            <Text>Current: what is compared with it</Text>
            <Segments label="Current data" value={kind} onChange={setKind} options={kinds} />
          </Inline>
        </div>
        {kind === 'dataset' && (
          <div className={styles.fields}>
            <Select
              label="Dataset"
              value={dataset}
              onChange={setDataset}
              options={datasetOptions(datasets)}
              problem={problem}
            />
          </div>
        )}
        {kind === 'file' && <FileChoice path={path} onChange={setPath} />}
        {kind === 'endpoint' && (
          <EndpointChoice endpoint={endpoint} days={days} onEndpoint={setEndpoint} onDays={setDays} />
        )}
        {start.error !== null && (
          <div role="alert">
            <Text tone="bad" selectable>
              {start.error.message}
            </Text>
          </div>
        )}
        <Inline>
          <Button type="submit" variant="primary" disabled={current === null} busy={start.isRunning}>
            Compare
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </Inline>
      </Stack>
    </form>
  );
}

/** Asks for the two sides of a comparison. */
export function NewReport({ onClose }: { onClose: () => void }) {
  const datasets = useQuery('datasets.list', {});
  const newest = useQuery('runs.list', { limit: 1 });
  return (
    <Panel title="New drift report">
      <QueryState query={datasets} what="The datasets">
        {([first, ...rest]) =>
          newest.isPending ? (
            <Skeleton />
          ) : first === undefined ? (
            <EmptyState
              text="A comparison needs reference data: best the data that the model was trained on."
              action={{ label: 'Add data', onClick: () => navigate({ area: 'data' }) }}
            />
          ) : (
            <Form
              datasets={[first, ...rest]}
              trainedOn={newest.data?.runs[0]?.dataset ?? null}
              onClose={onClose}
            />
          )
        }
      </QueryState>
    </Panel>
  );
}
