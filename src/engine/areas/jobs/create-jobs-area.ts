import type { jobsContract } from '../../../shared/contract/jobs.ts';
import type { RunningJobQueue } from '../../jobs/create-job-queue.ts';
import { jobLogFile, readJobLog } from '../../jobs/job-log.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';

/** Following jobs and ending them; the areas that have jobs enqueue them. */
export const createJobsArea = ({
  queue,
  paths,
}: {
  queue: Pick<RunningJobQueue, 'get' | 'list' | 'cancel' | 'waitFor'>;
  paths: Pick<ProjectServices['paths'], 'logs'>;
}) => ({
  handlers: {
    'jobs.list': (query) => queue.list(query),
    'jobs.get': ({ job }) => queue.get(job),
    'jobs.wait': ({ job }, { signal, progress }) =>
      queue.waitFor(queue.get(job).id, { signal, onProgress: progress }),
    'jobs.cancel': ({ job }) => queue.cancel(queue.get(job).id),
    'jobs.log': ({ job, ...range }) => {
      // The name of the file comes from a job that exists, never from the request alone.
      const { id } = queue.get(job);
      return readJobLog(jobLogFile(paths.logs, id), range);
    },
  } satisfies Handlers<typeof jobsContract>,
});
