import type { Job, JobState } from '../../../shared/model/job.ts';
import { shareDone } from '../../../shared/model/progress.ts';
import type { Route } from '../../app/index.ts';
import { useLive } from '../../client/index.ts';
import { type DataColumn, formatNumber, type Meaning, ProgressBar, StatusDot } from '../../ui/index.ts';

const meanings: Record<JobState, Meaning> = {
  queued: 'neutral',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warning',
};

export function JobStateDot({ state }: { state: JobState }) {
  return (
    <StatusDot meaning={meanings[state]} live={state === 'running'}>
      {state}
    </StatusDot>
  );
}

/** How far a running job has come, in the width of a column. */
function ProgressCell({ job }: { job: Job }) {
  const progress = useLive((live) => live.jobProgress[job.id]) ?? job.progress;
  if (job.state !== 'running') return null;
  const { completed, total, phase } = progress ?? {};
  const share = shareDone(progress);
  return (
    <ProgressBar
      label={phase ?? job.title}
      share={share}
      text={share === null ? phase : `${formatNumber(completed)}/${formatNumber(total)}`}
    />
  );
}

/** Where the thing that a job made or is about can be seen. */
export function subjectRoute({ subject }: Job): Route | null {
  if (subject === null) return null;
  switch (subject.type) {
    case 'run':
      return { area: 'runs', id: subject.id };
    case 'evaluation':
      return { area: 'runs', search: { evaluation: subject.id } };
    case 'drift':
      return { area: 'monitoring', id: subject.id };
    case 'export':
      return { area: 'exports', id: subject.id };
    case 'import':
      return { area: 'runs', id: 'import' };
    case 'file':
      return null;
  }
}

/** Time spent so far; null before it started. */
export function durationOf({ startedAtMs, endedAtMs }: Job): number | null {
  return startedAtMs === null || endedAtMs === null ? null : endedAtMs - startedAtMs;
}

export const jobColumns: DataColumn<Job>[] = [
  { id: 'title', header: 'job', value: (job) => job.title, width: 320 },
  { id: 'kind', header: 'kind', value: (job) => job.kind, width: 104 },
  {
    id: 'state',
    header: 'state',
    value: (job) => job.state,
    width: 112,
    cell: (job) => <JobStateDot state={job.state} />,
  },
  {
    id: 'progress',
    header: 'progress',
    value: (job) => job.progress?.completed ?? null,
    width: 180,
    sortable: false,
    cell: (job) => <ProgressCell job={job} />,
  },
  { id: 'queued', header: 'queued', kind: 'time', value: (job) => job.queuedAtMs, width: 120 },
  { id: 'duration', header: 'duration', kind: 'duration', value: durationOf, width: 96 },
  {
    id: 'attempt',
    header: 'attempts',
    kind: 'number',
    value: (job) => job.attempt,
    width: 80,
    hiddenAtFirst: true,
  },
];
