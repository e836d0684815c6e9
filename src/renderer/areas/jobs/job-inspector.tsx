import type { Job } from '../../../shared/model/job.ts';
import { Inspector, JobProgress, navigate, showInFolder } from '../../app/index.ts';
import {
  Button,
  type Fact,
  formatDuration,
  Inline,
  KeyValues,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { durationOf, JobStateDot, subjectRoute } from './job-columns.tsx';

function factsOf(job: Job): Fact[] {
  const duration = durationOf(job);
  return [
    { name: 'State', value: <JobStateDot state={job.state} /> },
    { name: 'Kind', value: job.kind },
    { name: 'Queued', value: <RelativeTime atMs={job.queuedAtMs} /> },
    ...(job.startedAtMs === null
      ? []
      : [{ name: 'Started', value: <RelativeTime atMs={job.startedAtMs} /> }]),
    ...(duration === null ? [] : [{ name: 'Duration', value: formatDuration(duration) }]),
    ...(job.attempt > 1
      ? [{ name: 'Attempts', value: `${job.attempt}; it was recovered after a restart` }]
      : []),
    { name: 'Id', value: job.id, copy: job.id, mono: true },
  ];
}

/** Facts of one job, and what it made. */
export function JobInspector({
  job,
  onClose,
  onCancel,
}: {
  job: Job;
  onClose: () => void;
  onCancel: (job: Job) => void;
}) {
  const route = subjectRoute(job);
  const file = job.subject?.type === 'file' ? job.subject.id : null;
  return (
    <Inspector title={job.title} onClose={onClose}>
      <Stack>
        {job.state === 'running' && <JobProgress job={job} />}
        <KeyValues
          facts={[
            ...factsOf(job),
            ...(file === null ? [] : [{ name: 'File', value: file, copy: file, mono: true }]),
          ]}
        />
        {job.error !== null && (
          <Text tone="bad" selectable>
            {job.error.message}
          </Text>
        )}
        <Inline>
          {route !== null && job.state === 'succeeded' && (
            <Button variant="primary" onClick={() => navigate(route)}>
              Open what it made
            </Button>
          )}
          {file !== null && job.state === 'succeeded' && (
            <Button variant="primary" onClick={() => showInFolder(file)}>
              Show the file
            </Button>
          )}
          {job.endedAtMs === null && (
            <Button variant="danger" onClick={() => onCancel(job)}>
              Cancel job
            </Button>
          )}
        </Inline>
      </Stack>
    </Inspector>
  );
}
