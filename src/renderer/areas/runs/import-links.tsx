import { foreignFormatTitles, type LinkedSource, skippedText } from '../../../shared/model/foreign-runs.ts';
import { printLiteral } from '../../../shared/query/print.ts';
import { navigate } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  formatNumber,
  Inline,
  KeyValues,
  type Meaning,
  Panel,
  PhaseBar,
  RelativeTime,
  Stack,
  StatusDot,
  Text,
  toast,
} from '../../ui/index.ts';
import { sourceKey } from './use-focus-of-source.ts';

const states: Readonly<Record<LinkedSource['state'], { word: string; meaning: Meaning }>> = {
  waiting: { word: 'waiting for its turn', meaning: 'info' },
  reading: { word: 'being read', meaning: 'info' },
  ready: { word: 'up to date', meaning: 'good' },
  missing: { word: 'missing', meaning: 'warning' },
  failed: { word: 'could not be read', meaning: 'bad' },
};

const listedSkips = 5;

/** Sources that are read where they lie: what of them is here, and how they are kept up to date. */
export function ImportLinks({ sources }: { sources: readonly LinkedSource[] }) {
  const refresh = useCommand('foreignRuns.refresh', { failure: 'The sources could not be read again' });
  if (sources.length === 0) return null;
  return (
    <Stack>
      <Inline>
        <Text strong>Opened in place</Text>
        <Button
          size="small"
          variant="quiet"
          busy={refresh.isRunning}
          title="Read what has changed; while the project is open this happens by itself"
          onClick={() => void refresh.run({})}
        >
          Refresh
        </Button>
      </Inline>
      {sources.map((source) => (
        <div key={source.number} data-source={sourceKey(source)}>
          <LinkedPanel source={source} />
        </div>
      ))}
    </Stack>
  );
}

const named = (noun: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${noun}${names.length === 1 ? '' : 's'} ${names.join(', ')}`;

const filterOf = (title: string): string => `source = ${printLiteral({ kind: 'text', value: title })}`;

/** Of its runs, those that the source says were deleted stand in the trash and not in the table. */
function RunCount({ title, runs }: { title: string; runs: number }) {
  const trash = useQuery('runs.list', { filter: filterOf(title), deleted: true, columns: [], limit: 0 });
  const inTrash = trash.data?.total ?? 0;
  return inTrash === 0
    ? formatNumber(runs)
    : `${formatNumber(runs - inTrash)}, and ${formatNumber(inTrash)} in the trash`;
}

function LinkedPanel({ source }: { source: LinkedSource }) {
  const { title, format, path, runs, readAtMs, problem, progress, skipped } = source;
  const link = useCommand('foreignRuns.link', { failure: 'The source could not be opened in place' });
  const unlink = useCommand('foreignRuns.unlink', { failure: 'The source could not be removed' });
  const start = useCommand('foreignRuns.import', { failure: 'The import could not be started' });
  const { word, meaning } = states[source.state];
  const remove = async () => {
    const gone = await unlink.run({ source: title });
    if (gone === undefined) return;
    const kept = [named('experiment', gone.keptExperiments), named('model', gone.keptModels)].filter(Boolean);
    toast({
      meaning: 'info',
      title: `${countOf(gone.runs, 'run')} of ${title} left the table`,
      detail:
        kept.length === 0
          ? 'The source itself is as it was.'
          : `The source itself is as it was. What others are in stays: ${kept.join('; ')}.`,
      action: { label: 'Open again', onClick: () => void link.run({ format, path, title }) },
    });
  };
  return (
    <Panel
      title={title}
      actions={
        <Inline>
          <Button onClick={() => showRuns(title)}>Show runs</Button>
          <Button
            busy={start.isRunning}
            title="Copy everything into the project, where it can be changed"
            onClick={() => void start.run({ format, path })}
          >
            Import
          </Button>
          <Button busy={unlink.isRunning} onClick={() => void remove()}>
            Remove
          </Button>
        </Inline>
      }
    >
      <Stack>
        <KeyValues
          label={title}
          facts={[
            {
              name: 'State',
              value: (
                <StatusDot meaning={meaning} live={source.state === 'reading'}>
                  {word}
                </StatusDot>
              ),
            },
            { name: 'Runs', value: <RunCount title={title} runs={runs} /> },
            {
              name: 'Last read',
              value: readAtMs === null ? 'not to its end yet' : <RelativeTime atMs={readAtMs} />,
            },
            { name: 'Format', value: foreignFormatTitles[format] },
            { name: 'Path', value: path, copy: path, mono: true },
          ]}
        />
        {progress !== null && <PhaseBar label={`Reading ${title}`} progress={progress} />}
        {problem !== null && (
          <Text tone="bad">
            {problem}
            {source.state === 'missing' && runs > 0
              ? ' Its runs stand in the table as they were last read.'
              : ''}
          </Text>
        )}
        {skipped.count > 0 && <Skipped source={source} />}
      </Stack>
    </Panel>
  );
}

const showRuns = (title: string) =>
  navigate({
    area: 'runs',
    search: { filter: filterOf(title) },
  });

function Skipped({ source: { skipped } }: { source: LinkedSource }) {
  return (
    <details>
      <summary>{countOf(skipped.count, 'thing')} in it passed over</summary>
      <Stack>
        {skipped.items.slice(0, listedSkips).map((item) => (
          <Text key={skippedText(item)} size="small" tone="muted" selectable>
            {skippedText(item)}
          </Text>
        ))}
        {skipped.items.length > listedSkips && (
          <Text size="small" tone="muted">
            and more: modelyard runs links names them all
          </Text>
        )}
      </Stack>
    </details>
  );
}
