import { Import } from 'lucide-react';
import { useState } from 'react';
import { type FoundSource, foreignFormatTitles } from '../../../shared/model/foreign-runs.ts';
import type { Job } from '../../../shared/model/job.ts';
import { navigate, QueryState } from '../../app/index.ts';
import { call, showError, useCommand, useQuery } from '../../client/index.ts';
import { Button, countOf, EmptyState, Inline, Page, Panel, Stack, Text } from '../../ui/index.ts';
import { ImportView } from './import-view.tsx';

const isUnderWay = ({ state }: Job): boolean => state === 'queued' || state === 'running';

/** What other tools left in the project's folder, or in one that was chosen: one button each, and what became of it. */
export function ImportPage() {
  const [folder, setFolder] = useState<string | null>(null);
  const found = useQuery('foreignRuns.find', folder === null ? {} : { folder });
  const jobs = useQuery('jobs.list', { limit: 1000 });
  const imports = jobs.data?.filter(({ kind }) => kind === 'import-runs') ?? [];
  const busy = new Set(imports.filter(isUnderWay).map(({ title }) => title));
  const choose = async () => {
    try {
      const { path } = await call('shell.chooseFolder', { title: 'A folder with runs of other tools' });
      if (path !== null) setFolder(path);
    } catch (thrown) {
      showError('No folder could be chosen', thrown);
    }
  };
  return (
    <Page
      title="Import runs"
      note={folder ?? 'from the project’s folder'}
      actions={
        <Inline>
          <Button onClick={() => void choose()}>Choose a folder…</Button>
          <Button variant="quiet" onClick={() => navigate({ area: 'runs' })}>
            All runs
          </Button>
        </Inline>
      }
    >
      <Stack>
        <QueryState query={found} what="Runs of other tools">
          {({ sources, isComplete }) =>
            sources.length === 0 ? (
              <EmptyState
                icon={<Import size={32} strokeWidth={1.5} />}
                text="No runs of MLflow, Weights & Biases or TensorBoard lie here, or up to three levels below."
                action={{ label: 'Choose a folder…', onClick: () => void choose() }}
              />
            ) : (
              <Stack>
                {sources.map((source) => (
                  <SourcePanel key={`${source.format} ${source.path}`} source={source} busy={busy} />
                ))}
                {!isComplete && (
                  <Text tone="muted">
                    The folder is large, so the search stopped early. Choose a folder further down to see the
                    rest.
                  </Text>
                )}
              </Stack>
            )
          }
        </QueryState>
        {imports.map((job) => (
          <ImportView key={job.id} job={job} />
        ))}
      </Stack>
    </Page>
  );
}

function SourcePanel({ source, busy }: { source: FoundSource; busy: ReadonlySet<string> }) {
  const start = useCommand('foreignRuns.import', { failure: 'The import could not be started' });
  const { format, path, title, experimentCount, runCount } = source;
  const isBusy = [...busy].some((job) => job.endsWith(` ${path}`));
  const counts = [
    ...(experimentCount === null ? [] : [countOf(experimentCount, 'experiment')]),
    ...(runCount === null ? [] : [countOf(runCount, 'run')]),
  ];
  return (
    <Panel
      title={title}
      actions={
        <Button
          variant="primary"
          busy={start.isRunning || isBusy}
          onClick={() => void start.run({ format, path })}
        >
          Import
        </Button>
      }
    >
      <Stack>
        <Text>{[foreignFormatTitles[format], ...counts].join(' · ')}</Text>
        <Text tone="muted" mono size="small" selectable>
          {path}
        </Text>
      </Stack>
    </Panel>
  );
}
