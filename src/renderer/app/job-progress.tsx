import type { Job } from '../../shared/model/job.ts';
import { useLive } from '../client/index.ts';
import { PhaseBar } from '../ui/index.ts';

/** How far a job has come that has not ended, live. */
export function JobProgress({ job }: { job: Job }) {
  const progress = useLive((live) => live.jobProgress[job.id]) ?? job.progress;
  return (
    <PhaseBar
      label={job.title}
      progress={progress}
      before={job.state === 'queued' ? 'waiting for its turn' : undefined}
    />
  );
}
