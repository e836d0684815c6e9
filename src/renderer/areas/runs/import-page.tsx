import { Import } from 'lucide-react';
import { useRef, useState } from 'react';
import {
  type FoundSource,
  foreignFormatTitles,
  foreignTools,
  type LinkedSource,
} from '../../../shared/model/foreign-runs.ts';
import type { Job } from '../../../shared/model/job.ts';
import { FoundTools, navigate, QueryState, useRoute } from '../../app/index.ts';
import { call, showError, useCommand, useProject, useQuery } from '../../client/index.ts';
import { Button, countOf, EmptyState, Inline, Page, Panel, Stack, Text } from '../../ui/index.ts';
import { ImportLinks } from './import-links.tsx';
import { ImportView } from './import-view.tsx';
import { sourceKey, useFocusOfSource } from './use-focus-of-source.ts';

const isUnderWay = ({ state }: Job): boolean => state === 'queued' || state === 'running';

/**
 * What other tools left in the project’s folder, or in one that was chosen or dropped: each can be opened where it lies or imported. Below it
 * what is open in place, and what became of imports.
 */
export function ImportPage() {
  const { search } = useRoute();
  const [chosen, setChosen] = useState<string | null>(null);
  const looksAt = useProject((state) => state.info?.looksAt ?? null);
  const folder = chosen ?? search?.folder ?? looksAt;
  const links = useQuery('foreignRuns.links', {});
  const linked = links.data?.sources ?? [];
  const found = useQuery('foreignRuns.find', folder === null ? {} : { folder });
  const projectFolder = useProject((state) => state.info?.folder ?? '');
  const inspected = useQuery('projects.inspect', { folder: folder ?? projectFolder });
  const jobs = useQuery('jobs.list', { limit: 1000 });
  const imports = jobs.data?.filter(({ kind }) => kind === 'import-runs') ?? [];
  const busy = new Set(imports.filter(isUnderWay).map(({ title }) => title));
  const place = useRef<HTMLDivElement>(null);
  useFocusOfSource(place, links.data);
  const choose = async () => {
    try {
      const { path } = await call('shell.chooseFolder', { title: 'A folder with runs of other tools' });
      if (path !== null) setChosen(path);
    } catch (thrown) {
      showError('No folder could be chosen', thrown);
    }
  };
  return (
    <Page
      title="Runs of other tools"
      note={folder ?? 'in the project’s folder'}
      actions={
        <Inline>
          <Button onClick={() => void choose()}>Choose a folder…</Button>
          <Button variant="quiet" onClick={() => navigate({ area: 'runs' })}>
            All runs
          </Button>
        </Inline>
      }
    >
      <div ref={place}>
        <Stack>
          <QueryState query={found} what="Runs of other tools">
            {({ sources, isComplete }) => {
              const others = sources.filter((source) => !isLinked(linked, source));
              if (sources.length === 0 && linked.length === 0)
                return (
                  <EmptyState
                    icon={<Import size={32} strokeWidth={1.5} />}
                    text={`No runs of ${foreignTools} lie here, or up to three levels below. Choose a folder that has some, or drop one on the window.`}
                    action={{ label: 'Choose a folder…', onClick: () => void choose() }}
                  />
                );
              return (
                <Stack>
                  {others.length === 0 && (
                    <Text tone="muted">
                      {sources.length === 0
                        ? 'No runs of other tools lie here. Choose a folder that has some, or drop one on the window.'
                        : 'All runs of other tools that lie here are open in place.'}
                    </Text>
                  )}
                  {others.map((source) => (
                    <div key={sourceKey(source)} data-source={sourceKey(source)}>
                      <SourcePanel source={source} busy={busy} />
                    </div>
                  ))}
                  {!isComplete && (
                    <Text tone="muted">
                      The folder is large, so the search stopped early. Choose a folder further down to see
                      the rest.
                    </Text>
                  )}
                </Stack>
              );
            }}
          </QueryState>
          <ImportLinks sources={linked} />
          <FoundTools tools={inspected.data?.tools ?? []} />
          {imports.map((job) => (
            <ImportView key={job.id} job={job} />
          ))}
        </Stack>
      </div>
    </Page>
  );
}

const isLinked = (linked: readonly LinkedSource[], { format, path }: FoundSource): boolean =>
  linked.some((source) => source.format === format && source.path === path);

function SourcePanel({ source, busy }: { source: FoundSource; busy: ReadonlySet<string> }) {
  const link = useCommand('foreignRuns.link', { failure: 'The source could not be opened in place' });
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
        <Inline>
          <Button
            variant="primary"
            busy={link.isRunning}
            disabled={isBusy}
            title="Its runs stand in the table and stay up to date; nothing is copied or written"
            onClick={() => void link.run({ format, path })}
          >
            Open in place
          </Button>
          <Button
            busy={start.isRunning || isBusy}
            title="Copy everything into the project, where it can be changed"
            onClick={() => void start.run({ format, path })}
          >
            Import
          </Button>
        </Inline>
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
