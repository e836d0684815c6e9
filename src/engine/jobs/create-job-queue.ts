import { availableParallelism } from 'node:os';
import { EngineError, type ErrorData } from '../../shared/errors.ts';
import type { Job, JobState } from '../../shared/model/job.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { JobQueue, RunningJob } from '../ports/job-definition.ts';
import type { Writer } from '../ports/store-handles.ts';
import type { Ids } from '../ports/surroundings.ts';
import {
  endQueued,
  firstQueued,
  getJob,
  insertJob,
  lastQueuedAtMs,
  listJobs,
  markFailed,
  runningJobs,
  type StoredJob,
} from '../store/jobs.ts';
import {
  type AnyDefinition,
  type Definitions,
  type ExecutingJob,
  executeJob,
  type JobServices,
} from './execute-job.ts';
import { recoverJobs, requeueJob } from './recover-jobs.ts';

export interface JobQueueOptions extends JobServices {
  readonly store: JobServices['store'] & { readonly isReadOnly: boolean };
  readonly ids: Ids;
  /** How many jobs run at the same time. */
  readonly parallel?: number | undefined;
  /**
   * False for a short-lived engine (one command): it runs only what it enqueued itself or is waited for, and leaves the rest of the
   * queue to the next one that stays.
   */
  readonly resumeOnStart?: boolean | undefined;
}

interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface RunningJobQueue extends JobQueue {
  /** Recovers what an earlier engine left, then begins. Before it, jobs can be enqueued but do not run. */
  start(definitions: readonly AnyDefinition[]): Promise<void>;
  get(jobId: string): Job;
  list(query: { states?: readonly JobState[] | undefined; limit: number }): Job[];
  /** Resolves when the job has ended; a job that has ended before stays as it is. Error `conflict` when that was no cancelling. */
  cancel(jobId: string): Promise<Job>;
  /** Resolves when the job has ended, however it did. Aborting the signal ends the waiting, not the job. */
  waitFor(jobId: string, options?: WaitOptions): Promise<Job>;
  /** Jobs that are said to run and that nothing runs: their end could not be written down, or whoever ran them is gone. */
  abandoned(): readonly StoredJob[];
  /** Puts them back into the queue. */
  requeueAbandoned(): Promise<void>;
  /** Starts no more jobs. Running ones go back into the queue and start again with the next engine, or are waited for. */
  close(options?: { waitForRunning?: boolean }): Promise<void>;
}

interface Waiter {
  readonly jobId: string;
  readonly onProgress: WaitOptions['onProgress'];
  /** Looks whether the job has ended. */
  readonly check: () => void;
  readonly giveUp: (reason: unknown) => void;
}

const defaultParallel = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

const cancelledError: ErrorData = { code: 'cancelled', message: 'The job was cancelled.' };

/** A persisted queue: one worker process a job, first come first served, at most `parallel` at a time. */
export const createJobQueue = (options: JobQueueOptions): RunningJobQueue => {
  const { store, clock, ids, logger, publish, paths } = options;
  const { parallel = defaultParallel(), resumeOnStart = true } = options;
  const executing = new Map<string, ExecutingJob>();
  const latestProgress = new Map<string, Progress>();
  const deaths = new Map<string, number>();
  const waiters = new Set<Waiter>();
  const ownJobs = new Set<string>();
  /** Their end could not be written down, so they are left to the next start instead of being tried for ever. */
  const leftAlone = new Set<string>();
  let definitions: Definitions | undefined;
  let isClosing = false;

  const get = (jobId: string): Job => toJob(getJob(store.reader, jobId), latestProgress.get(jobId) ?? null);

  const changed = (jobId: string): void => {
    publish({ type: 'changed', project: paths.folder, topic: 'jobs', ids: [jobId] });
    for (const waiter of [...waiters]) if (waiter.jobId === jobId) waiter.check();
  };

  const mayRun = (jobId: string): boolean =>
    !executing.has(jobId) && !leftAlone.has(jobId) && (resumeOnStart || ownJobs.has(jobId));

  /** Starts as many jobs as there are free places. */
  const pump = (): void => {
    try {
      startWaitingJobs();
    } catch (thrown) {
      logger.error('Jobs could not be started', { reason: String(thrown) });
    }
  };

  const startWaitingJobs = (): void => {
    while (definitions !== undefined && !isClosing && executing.size < parallel) {
      const job = firstQueued(store.reader, mayRun);
      if (job === undefined) return;
      const definition = definitions.get(job.kind);
      if (definition === undefined) refuse(job);
      else execute(job, definition);
    }
  };

  const refuse = (job: StoredJob): void => {
    const message = `This Modelyard has no jobs of the kind “${job.kind}”.`;
    const error = { code: 'job-failed', message } as const;
    store.write((writer) =>
      endQueued(writer, { id: job.id, endedAtMs: clock.nowMs(), state: 'failed', error }),
    );
    changed(job.id);
  };

  const execute = (job: StoredJob, definition: AnyDefinition): void => {
    const onProgress = (progress: Progress) => {
      latestProgress.set(job.id, progress);
      for (const waiter of waiters) if (waiter.jobId === job.id) waiter.onProgress?.(progress);
    };
    const unrecorded = (thrown: unknown) => {
      logger.error('State of a job could not be written', { jobId: job.id, reason: String(thrown) });
      leftAlone.add(job.id);
      for (const waiter of [...waiters]) if (waiter.jobId === job.id) waiter.giveUp(thrown);
    };
    try {
      const execution = executeJob({
        job,
        definition,
        services: options,
        earlierDeaths: deaths.get(job.id) ?? 0,
        onProgress,
      });
      executing.set(job.id, execution);
      void execution.recorded.catch(unrecorded).then((end) => {
        executing.delete(job.id);
        if (end === 'died') deaths.set(job.id, (deaths.get(job.id) ?? 0) + 1);
        else deaths.delete(job.id);
        latestProgress.delete(job.id);
        changed(job.id);
        pump();
      });
    } catch (thrown) {
      unrecorded(thrown);
    }
  };

  const enqueue: JobQueue['enqueue'] = ({ kind, title, input, subject, together }) => {
    if (isClosing) throw closing();
    const id = ids.next();
    store.write((writer) => {
      // Two jobs of the same millisecond keep their order.
      const queuedAtMs = Math.max(clock.nowMs(), lastQueuedAtMs(writer) + 1);
      insertJob(writer, { id, kind, title, input, subject, queuedAtMs });
      together?.(writer, id);
    });
    ownJobs.add(id);
    changed(id);
    // After the caller has its answer: what starts a job may not fail the call that enqueued it.
    setImmediate(pump);
    return { jobId: id };
  };

  const waitFor = (jobId: string, { signal, onProgress }: WaitOptions = {}): Promise<Job> =>
    new Promise((resolve, reject) => {
      get(jobId);
      const stop = (): void => {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const giveUp = (reason: unknown): void => {
        stop();
        reject(reason);
      };
      const abort = () => giveUp(new EngineError('cancelled', 'Waiting for the job was cancelled.'));
      const check = (): void => {
        const job = get(jobId);
        if (job.endedAtMs === null || executing.has(jobId)) return;
        stop();
        resolve(job);
      };
      const waiter: Waiter = { jobId, onProgress, check, giveUp };
      if (signal?.aborted) return abort();
      signal?.addEventListener('abort', abort);
      waiters.add(waiter);
      const progress = latestProgress.get(jobId);
      if (progress !== undefined) onProgress?.(progress);
      check();
      if (!waiters.has(waiter)) return;
      if (isClosing) return giveUp(closing());
      ownJobs.add(jobId);
      setImmediate(pump);
    });

  const cancel = async (jobId: string): Promise<Job> => {
    const execution = executing.get(jobId);
    const job = get(jobId);
    if (execution !== undefined) {
      execution.cancel();
      await execution.recorded.catch(() => undefined);
      // Its worker may have died meanwhile, and the job wait for its next attempt.
      return get(jobId).endedAtMs === null ? cancel(jobId) : get(jobId);
    }
    if (job.endedAtMs !== null && job.state !== 'cancelled') {
      throw new EngineError('conflict', `Job “${job.title}” has ${job.state} already.`);
    }
    const facts = { id: jobId, endedAtMs: clock.nowMs(), state: 'cancelled', error: cancelledError } as const;
    if (job.endedAtMs === null) {
      store.write((writer) => endWithoutWorker(writer, definitions?.get(job.kind), facts));
      changed(jobId);
      const definition = definitions?.get(job.kind);
      for (const { topic, ids } of definition?.changes(withoutWorker(getJob(store.reader, jobId))) ?? []) {
        publish({ type: 'changed', project: paths.folder, topic, ids: [...ids] });
      }
    }
    return get(jobId);
  };

  /** An engine that only reads runs nothing itself; another one may, as long as the worker lives. */
  const isRunBySomebody = ({ id, worker }: StoredJob): boolean =>
    store.isReadOnly
      ? worker !== null && options.children.startTimeOf(worker.pid) === worker.startedAt
      : executing.has(id);

  const abandoned = () => runningJobs(store.reader).filter((job) => !isRunBySomebody(job));

  const requeueAbandoned = async (): Promise<void> => {
    for (const job of abandoned()) {
      await requeueJob(options, definitions ?? new Map(), {
        job,
        why: 'was said to run, and nothing ran it',
      });
      leftAlone.delete(job.id);
    }
    pump();
  };

  const close: RunningJobQueue['close'] = async ({ waitForRunning = false } = {}) => {
    isClosing = true;
    const running = [...executing.values()];
    if (!waitForRunning) for (const execution of running) execution.interrupt();
    await Promise.allSettled(running.map((execution) => execution.recorded));
    for (const waiter of [...waiters]) waiter.giveUp(closing());
  };

  return {
    enqueue,
    get,
    list: (query) =>
      listJobs(store.reader, query).map((job) => toJob(job, latestProgress.get(job.id) ?? null)),
    cancel,
    waitFor,
    abandoned,
    requeueAbandoned,
    close,
    start: async (all) => {
      if (store.isReadOnly) return;
      const known = new Map(all.map((definition) => [definition.kind, definition]));
      await recoverJobs(options, known);
      definitions = known;
      pump();
    },
  };
};

const withoutWorker = ({ id, attempt, input }: StoredJob): RunningJob<unknown> => ({
  id,
  attempt,
  input,
  stagingFolder: '',
});

/** Ends a job that nobody is running: it waits, or its end could not be written down before. */
const endWithoutWorker = (
  writer: Writer,
  definition: AnyDefinition | undefined,
  facts: { id: string; endedAtMs: number; state: 'cancelled'; error: ErrorData },
): void => {
  const job = getJob(writer, facts.id);
  if (job.state === 'running') markFailed(writer, { ...facts, attempt: job.attempt });
  else if (!endQueued(writer, facts)) return;
  definition?.onFailure?.(writer, withoutWorker(job), facts);
};

const toJob = ({ input: _input, worker: _worker, ...job }: StoredJob, progress: Progress | null): Job => ({
  ...job,
  progress,
});

const closing = (): EngineError =>
  new EngineError(
    'unavailable',
    'Modelyard is closing. Jobs that have not ended go on when the project is opened again.',
  );
