import { JobProgress, navigate, QueryState } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, ErrorState, Page, Panel, Stack } from '../../ui/index.ts';

/** A report that is not there yet: how far its job has come, or why it has ended without one. */
export function ReportUnderWay({ id }: { id: string }) {
  const jobs = useQuery('jobs.list', { limit: 1000 });
  const cancel = useCommand('jobs.cancel', { failure: 'The comparison could not be cancelled' });
  const job = jobs.data?.find(({ subject }) => subject?.type === 'drift' && subject.id === id);
  const all = { label: 'All reports', onClick: () => navigate({ area: 'monitoring' }) };
  return (
    <Page title="Drift report">
      <QueryState query={jobs} what="The state of the report">
        {() => {
          if (job === undefined)
            return (
              <ErrorState title="There is no such report." detail="It may have been removed." action={all} />
            );
          if (job.state === 'failed' || job.state === 'cancelled')
            return (
              <ErrorState
                title={
                  job.state === 'failed' ? 'The comparison has failed.' : 'The comparison was cancelled.'
                }
                detail={job.error?.message}
                action={all}
                secondary={{
                  label: 'Open its log',
                  onClick: () => navigate({ area: 'jobs', id: job.id }),
                }}
              />
            );
          return (
            <Panel title={job.title}>
              <Stack>
                <JobProgress job={job} />
                <span>
                  <Button onClick={() => void cancel.run({ job: job.id })} busy={cancel.isRunning}>
                    Cancel
                  </Button>
                </span>
              </Stack>
            </Panel>
          );
        }}
      </QueryState>
    </Page>
  );
}
