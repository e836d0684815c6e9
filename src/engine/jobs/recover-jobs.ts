import { rmSync } from 'node:fs';
import { markQueuedAgain, runningJobs, type StoredJob } from '../store/jobs.ts';
import { addNotice } from '../store/notices.ts';
import { type Definitions, type JobServices, tidyUp } from './execute-job.ts';

/**
 * Puts jobs that an earlier engine left running back into the queue, and ends what is left of their workers. To be called before any
 * job is started, by the one engine that has the project.
 */
export const recoverJobs = async (services: JobServices, definitions: Definitions): Promise<void> => {
  for (const job of runningJobs(services.store.reader)) {
    await requeueJob(services, definitions, { job, why: 'was interrupted when Modelyard stopped' });
  }
  rmSync(services.paths.staging, { recursive: true, force: true });
};

/** Puts a job that nothing runs any more back into the queue, and tells everybody why. */
export const requeueJob = async (
  services: JobServices,
  definitions: Definitions,
  { job, why }: { job: StoredJob; why: string },
): Promise<void> => {
  const { store, children, paths, clock, logger, publish } = services;
  const endedWorker = job.worker !== null && (await children.endStray(job.worker));
  tidyUp(services, definitions.get(job.kind), job);
  const message = `Job “${job.title}” ${why}; it was put back in the queue.`;
  store.write((writer) => {
    markQueuedAgain(writer, job);
    addNotice(writer, { atMs: clock.nowMs(), level: 'info', message });
  });
  logger.info('Interrupted job queued again', { jobId: job.id, attempt: job.attempt, endedWorker });
  publish({ type: 'notice', project: paths.folder, level: 'info', message });
  publish({ type: 'changed', project: paths.folder, topic: 'jobs', ids: [job.id] });
};
