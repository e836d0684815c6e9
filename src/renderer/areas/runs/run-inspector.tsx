import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { RunDetail, RunListRow } from '../../../shared/model/run.ts';
import { Inspector, QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  type Fact,
  formatDuration,
  Inline,
  KeyValues,
  NumberCell,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { DataName, dataTitle } from './data-name.tsx';
import { metricNumber } from './metric-number.ts';
import { NoteExcerpt } from './notes/note-excerpt.tsx';
import { RunName } from './run-name.tsx';
import { RunStatusDot } from './run-status.tsx';
import { openRun } from './use-run-actions.ts';

const part = (title: string, facts: readonly Fact[]) =>
  facts.length === 0 ? null : (
    <>
      <Text strong>{title}</Text>
      <KeyValues label={title} facts={facts} />
    </>
  );

const dataFact = ({ dataset, datasets }: RunDetail): Fact => {
  const digest = datasets.find(({ name, version }) => dataTitle(name, version) === dataset)?.digest;
  if (dataset === null || digest === undefined) return { name: 'Data', value: dataset ?? 'not recorded' };
  return {
    name: 'Data',
    value: <DataName name={dataset} digest={digest} alwaysWithDigest />,
    copy: `${dataset} ${digest}`,
  };
};

function Facts({ run }: { run: RunDetail }) {
  return (
    <>
      <KeyValues
        label="Facts"
        facts={[
          { name: 'Status', value: <RunStatusDot status={run.status} /> },
          { name: 'Started', value: <RelativeTime atMs={run.startedAtMs} /> },
          { name: 'Duration', value: formatDuration(run.durationMs) },
          dataFact(run),
          { name: 'Experiment', value: run.experiment },
          ...(run.linkedFrom === null
            ? []
            : [{ name: 'Source', value: run.linkedFrom.title, copy: run.linkedFrom.path }]),
          ...(run.models.length === 0 ? [] : [{ name: 'Registered', value: run.models.join(', ') }]),
          { name: 'Id', value: run.id, copy: run.id, mono: true },
        ]}
      />
      {run.note.trim() !== '' && (
        <>
          <Text strong>Note</Text>
          <NoteExcerpt text={run.note} />
        </>
      )}
      {part(
        'Metrics',
        metricsByImportance(Object.keys(run.metrics)).map((name) => ({
          name,
          value: <NumberCell value={metricNumber(run.metrics[name])} />,
          copy: String(run.metrics[name]),
        })),
      )}
      {part(
        'Parameters',
        Object.entries(run.parameters).map(([name, value]) => ({ name, value, copy: value })),
      )}
      {part(
        'Tags',
        Object.entries(run.tags).map(([name, value]) => ({ name, value, copy: value })),
      )}
    </>
  );
}

/** The run that is selected in the table. */
export function RunInspector({
  run,
  onClose,
  onRegister,
}: {
  run: Pick<RunListRow, 'id' | 'name' | 'isLinked'>;
  onClose: () => void;
  onRegister: () => void;
}) {
  const detail = useQuery('runs.get', { run: run.id });
  return (
    <Inspector title={<RunName id={run.id} name={run.name} />} onClose={onClose}>
      <Stack>
        <Inline>
          <Button variant="primary" onClick={() => openRun(run.id)}>
            Open
          </Button>
          <Button
            disabled={run.isLinked}
            title={run.isLinked ? 'Read in place: import its source to register its model' : undefined}
            onClick={onRegister}
          >
            Register
          </Button>
        </Inline>
        <QueryState query={detail} what="The run">
          {(data) => <Facts run={data} />}
        </QueryState>
      </Stack>
    </Inspector>
  );
}
