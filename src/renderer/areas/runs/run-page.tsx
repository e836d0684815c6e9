import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { readImageName } from '../../../shared/model/image-series.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import {
  navigate,
  QueryState,
  RegisterDialog,
  useNavigation,
  useOfferActions,
  useRoute,
} from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, formatDuration, Inline, Page, Tabs, Text } from '../../ui/index.ts';
import { ArtifactsTab } from './artifacts-tab.tsx';
import { ChartsTab } from './charts-tab.tsx';
import { EvaluationsTab } from './evaluations-tab.tsx';
import { ImagesTab } from './images/images-tab.tsx';
import { LogTab } from './log-tab.tsx';
import { NoteView } from './notes/note-view.tsx';
import { OriginTab } from './origin-tab.tsx';
import { RecreateButton } from './recreate-button.tsx';
import { RunName } from './run-name.tsx';
import { RunStatusDot } from './run-status.tsx';
import { SummaryTab } from './summary-tab.tsx';
import { useDeleteRuns } from './use-run-actions.ts';
import { useSaveReport } from './use-save-report.ts';

const tabIds = ['summary', 'note', 'charts', 'evaluations', 'artifacts', 'images', 'origin', 'log'] as const;
type TabId = (typeof tabIds)[number];

function RunTabs({ run }: { run: RunDetail }) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const images = useMemo(
    () => run.artifacts.filter(({ path }) => readImageName(path) !== null).length,
    [run.artifacts],
  );
  const linked = route.search?.evaluation === undefined ? 'summary' : 'evaluations';
  const tab: TabId = tabIds.find((id) => id === route.tab) ?? linked;
  return (
    <Tabs
      label="Parts of the run"
      value={tab}
      onChange={(next) => replace({ ...route, tab: next })}
      tabs={[
        { id: 'summary', label: 'Summary', content: <SummaryTab run={run} /> },
        { id: 'note', label: 'Note', content: <NoteView subject={{ type: 'run', id: run.id }} /> },
        { id: 'charts', label: 'Charts', content: <ChartsTab run={run} /> },
        {
          id: 'evaluations',
          label: 'Evaluations',
          count: run.evaluations.length,
          content: (
            <EvaluationsTab
              run={run}
              wanted={route.search?.evaluation}
              onSelect={(evaluation) =>
                replace({ area: 'runs', id: run.id, tab: 'evaluations', search: { evaluation } })
              }
            />
          ),
        },
        {
          id: 'artifacts',
          label: 'Artifacts',
          count: run.artifacts.length,
          content: <ArtifactsTab run={run} />,
        },
        ...(images === 0
          ? []
          : [{ id: 'images' as const, label: 'Images', count: images, content: <ImagesTab runs={[run]} /> }]),
        { id: 'origin', label: 'Code and environment', content: <OriginTab run={run} /> },
        { id: 'log', label: 'Log', content: <LogTab jobId={run.jobId} /> },
      ]}
    />
  );
}

/** The rounds of a training of Modelyard's own have a page; what a client logs is watched in the run's charts. */
const watchRoute = ({ id, jobId }: RunDetail) =>
  jobId === null ? { area: 'runs' as const, id, tab: 'charts' } : { area: 'train' as const, id };

/** What there is instead of the buttons that change a run. */
function LinkedActions({ title, path, isMissing }: NonNullable<RunDetail['linkedFrom']>) {
  return (
    <Inline>
      <Text tone={isMissing ? 'bad' : 'muted'}>
        <span title={path}>
          {isMissing ? `as last read from ${title}, which is missing` : `read in place from ${title}`}
        </span>
      </Text>
      <Button
        title="A run that is read in place is never changed. Imported, it is the project’s own: it can be renamed, tagged, registered and deleted."
        onClick={() => navigate({ area: 'runs', id: 'import' })}
      >
        Import to change it…
      </Button>
    </Inline>
  );
}

/** Everything that is known of one run. */
export function RunPage({ id }: { id: string }) {
  const { tab } = useRoute();
  const run = useQuery('runs.get', { run: id });
  const [isRegistering, setRegistering] = useState(false);
  const remove = useDeleteRuns();
  const restore = useCommand('runs.restore', { failure: 'The run could not be brought back' });
  const register = () => setRegistering(true);
  const { saveReport, isSaving } = useSaveReport(() => ({ runs: [id] }), run.data?.name ?? id);
  useOfferActions([
    { id: 'run.register', title: 'Register the model of this run', shortcut: 'r', run: register },
    { id: 'run.report', title: 'Save a report of this run', run: () => void saveReport() },
  ]);
  return (
    <QueryState query={run} what="The run">
      {(data) => (
        <Page
          flush
          title={<RunName id={data.id} name={data.name} />}
          note={
            <Inline>
              <RunStatusDot status={data.status} />
              {[
                data.dataset,
                data.experiment,
                data.durationMs === null ? null : formatDuration(data.durationMs),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Inline>
          }
          actions={
            <Inline>
              <Button icon={<Download size={14} />} busy={isSaving} onClick={() => void saveReport()}>
                Save report…
              </Button>
              {data.linkedFrom !== null ? (
                <LinkedActions {...data.linkedFrom} />
              ) : data.isDeleted ? (
                <>
                  <Text tone="muted">in the trash</Text>
                  <Button onClick={() => void restore.run({ runs: [id] })}>Restore</Button>
                </>
              ) : (
                <>
                  {data.status === 'running' && !(data.jobId === null && tab === 'charts') && (
                    <Button onClick={() => navigate(watchRoute(data))}>Watch</Button>
                  )}
                  <RecreateButton run={id} name={data.name} />
                  <Button
                    variant="danger"
                    busy={remove.isRunning}
                    onClick={async () => {
                      if (await remove.run([id])) navigate({ area: 'runs' });
                    }}
                  >
                    Delete
                  </Button>
                  <Button variant="primary" onClick={register}>
                    Register
                  </Button>
                </>
              )}
            </Inline>
          }
        >
          <RunTabs run={data} />
          {isRegistering && (
            <RegisterDialog
              runId={id}
              onClose={() => setRegistering(false)}
              onRegistered={() => setRegistering(false)}
            />
          )}
        </Page>
      )}
    </QueryState>
  );
}
