import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { Job, JobState } from '../../../shared/model/job.ts';
import { BottomPanel, linkOf, navigate, QueryState, useNavigation, useRoute } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, countOf, DataTable, EmptyState, type MenuEntry, Page, Segments } from '../../ui/index.ts';
import { jobColumns, subjectRoute } from './job-columns.tsx';
import { JobInspector } from './job-inspector.tsx';
import { JobLog } from './job-log.tsx';

type Show = 'all' | 'active' | 'failed';
const statesOf: Record<Show, JobState[] | undefined> = {
  all: undefined,
  active: ['queued', 'running'],
  failed: ['failed'],
};
const choices = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Under way' },
  { value: 'failed', label: 'Failed' },
] as const;

/** What is being worked on, what was, and what went wrong. */
export function Screen() {
  const { id } = useRoute();
  const [show, setShow] = useState<Show>('all');
  const states = statesOf[show];
  const jobs = useQuery(
    'jobs.list',
    { limit: 1000, ...(states !== undefined && { states }) },
    { keepPrevious: true },
  );
  const cancel = useCommand('jobs.cancel', { failure: 'The job could not be cancelled' });
  const cancelJob = (job: Job) => void cancel.run({ job: job.id });
  const selected = jobs.data?.find((job) => job.id === id);
  const replace = useNavigation((state) => state.replace);
  // Walking down the list with the arrow keys is one step of the history, not one each.
  const select = (job: Job) => (id === undefined ? navigate : replace)({ area: 'jobs', id: job.id });
  const close = () => navigate({ area: 'jobs' });

  const menu = (job: Job): MenuEntry[] => {
    const route = subjectRoute(job);
    return [
      {
        label: 'Open what it made',
        disabled: route === null,
        onSelect: () => route !== null && navigate(route),
      },
      {
        label: 'Cancel',
        danger: true,
        disabled: job.endedAtMs !== null,
        onSelect: () => cancelJob(job),
      },
      'separator',
      { label: 'Copy id', onSelect: () => void navigator.clipboard.writeText(job.id) },
      {
        label: 'Copy link',
        onSelect: () => void navigator.clipboard.writeText(linkOf({ area: 'jobs', id: job.id })),
      },
    ];
  };

  return (
    <Page
      title="Jobs"
      note={jobs.data && countOf(jobs.data.length, 'job')}
      flush
      actions={<Segments label="Show" value={show} onChange={setShow} options={choices} />}
    >
      <QueryState query={jobs} what="The jobs">
        {(rows) => (
          <DataTable
            label="Jobs"
            name="jobs"
            rows={rows}
            rowId={(job) => job.id}
            columns={jobColumns}
            activeId={id ?? null}
            onActiveChange={select}
            menu={menu}
            empty={
              show === 'all' ? (
                <EmptyState
                  icon={<ListChecks size={32} strokeWidth={1.5} />}
                  text="Training, evaluation, drift checks and exports run as jobs, and can be followed here."
                  action={{ label: 'Train a model', onClick: () => navigate({ area: 'train' }) }}
                />
              ) : (
                <EmptyState
                  text={show === 'active' ? 'Nothing is under way.' : 'No job has failed.'}
                  action={{ label: 'Show all jobs', onClick: () => setShow('all') }}
                />
              )
            }
          />
        )}
      </QueryState>
      {selected !== undefined && (
        <>
          <JobInspector job={selected} onClose={close} onCancel={cancelJob} />
          <BottomPanel
            title={`Log of ${selected.title}`}
            onClose={close}
            actions={
              selected.endedAtMs === null && (
                <Button size="small" variant="danger" onClick={() => cancelJob(selected)}>
                  Cancel job
                </Button>
              )
            }
          >
            <JobLog key={selected.id} jobId={selected.id} />
          </BottomPanel>
        </>
      )}
    </Page>
  );
}
