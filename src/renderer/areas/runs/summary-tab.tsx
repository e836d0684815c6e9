import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { navigate } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Badge,
  Button,
  countOf,
  type Fact,
  formatDuration,
  Grid,
  Inline,
  KeyValues,
  NumberCell,
  Panel,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { DataName, dataTitle } from './data-name.tsx';
import { metricNumber } from './metric-number.ts';
import { NoteExcerpt } from './notes/note-excerpt.tsx';
import styles from './runs.module.css';

/** The way to what was traced in the run. */
const tracesFact = (run: string, count: number): Fact => ({
  name: 'Traces',
  value: (
    <Button size="small" variant="quiet" onClick={() => navigate({ area: 'traces', search: { run } })}>
      {countOf(count, 'trace')}
    </Button>
  ),
});

function factsOf(run: RunDetail, traceCount: number): Fact[] {
  return [
    { name: 'Started', value: <RelativeTime atMs={run.startedAtMs} /> },
    { name: 'Duration', value: formatDuration(run.durationMs) },
    { name: 'Experiment', value: run.experiment },
    ...(run.linkedFrom === null
      ? []
      : [{ name: 'Source', value: run.linkedFrom.path, copy: run.linkedFrom.path, mono: true }]),
    ...(traceCount === 0 ? [] : [tracesFact(run.id, traceCount)]),
    ...(run.seed === null ? [] : [{ name: 'Seed', value: String(run.seed) }]),
    { name: 'Id', value: run.id, copy: run.id, mono: true },
  ];
}

function DataValue({ name, version, digest }: RunDetail['datasets'][number]) {
  const title = dataTitle(name, version);
  const shown = <DataName name={title} digest={digest} alwaysWithDigest />;
  if (version === null) return shown;
  return (
    <Button size="small" variant="quiet" onClick={() => navigate({ area: 'data', id: title })}>
      {shown}
    </Button>
  );
}

function DataPanel({ datasets }: { datasets: RunDetail['datasets'] }) {
  return (
    <Panel title="Data">
      {datasets.length === 0 && <Text tone="muted">No dataset was recorded.</Text>}
      <KeyValues
        label="Data"
        facts={datasets.map((dataset) => ({
          name: dataset.role,
          copy: dataset.digest,
          value: <DataValue {...dataset} />,
        }))}
      />
    </Panel>
  );
}

const nothing = <Text tone="muted">None were recorded.</Text>;

/** What was set, what came out, and what it was made from. */
export function SummaryTab({ run }: { run: RunDetail }) {
  const traces = useQuery('traces.list', { run: run.id, limit: 0 });
  const metrics = metricsByImportance(Object.keys(run.metrics));
  const parameters = Object.entries(run.parameters);
  const tags = Object.entries(run.tags);
  return (
    <div className={styles.padded}>
      <Stack>
        {run.note.trim() !== '' && (
          <Panel
            title="Note"
            actions={
              <Button
                size="small"
                variant="quiet"
                onClick={() => navigate({ area: 'runs', id: run.id, tab: 'note' })}
              >
                Open
              </Button>
            }
          >
            <NoteExcerpt text={run.note} />
          </Panel>
        )}
        <Grid columnWidth={300}>
          <Panel title="Metrics">
            {metrics.length === 0 && nothing}
            <KeyValues
              label="Metrics"
              facts={metrics.map((name) => ({
                name,
                value: <NumberCell value={metricNumber(run.metrics[name])} />,
                copy: String(run.metrics[name]),
              }))}
            />
          </Panel>
          <Panel title="Parameters">
            {parameters.length === 0 && nothing}
            <KeyValues
              label="Parameters"
              facts={parameters.map(([name, value]) => ({ name, value, copy: value }))}
            />
          </Panel>
          <Panel title="Facts">
            <KeyValues label="Facts" facts={factsOf(run, traces.data?.total ?? 0)} />
          </Panel>
          <DataPanel datasets={run.datasets} />
          {run.models.length > 0 && (
            <Panel title="Registered as">
              <Inline>
                {run.models.map((model) => (
                  <Button
                    key={model}
                    size="small"
                    variant="quiet"
                    onClick={() => navigate({ area: 'models', id: model.split('/')[0] })}
                  >
                    <Badge meaning="accent">{model}</Badge>
                  </Button>
                ))}
              </Inline>
            </Panel>
          )}
          {tags.length > 0 && (
            <Panel title="Tags">
              <KeyValues label="Tags" facts={tags.map(([name, value]) => ({ name, value, copy: value }))} />
            </Panel>
          )}
        </Grid>
      </Stack>
    </div>
  );
}
