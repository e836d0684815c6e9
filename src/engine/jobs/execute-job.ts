import { mkdirSync, rmSync } from 'node:fs';
import { type ErrorData, toErrorData } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { JobKind } from '../../shared/model/job.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { ChildExit, ChildLauncher, ChildProcess } from '../ports/child-processes.ts';
import type { JobDefinition, RunningJob } from '../ports/job-definition.ts';
import type { ProjectPaths } from '../ports/project-services.ts';
import type { Store, Writer } from '../ports/store-handles.ts';
import type { Clock, Logger } from '../ports/surroundings.ts';
import {
  endQueued,
  markFailed,
  markQueuedAgain,
  markRunning,
  markSucceeded,
  requireRunning,
  type StoredJob,
} from '../store/jobs.ts';
import { addNotice } from '../store/notices.ts';
import { createJobLog, type JobLog, jobLogFile } from './job-log.ts';
import { type AttemptEnd, type RunningAttempt, runAttempt } from './run-attempt.ts';
import { stagingFolderOf } from './staging-folder.ts';

/** A job whose worker died (killed, out of memory, a crash in native code) is tried again, until it has cost this many workers. */
const mostDeaths = 3;

export interface JobServices {
  readonly store: Store;
  readonly children: ChildLauncher;
  readonly paths: Pick<ProjectPaths, 'folder' | 'logs' | 'staging'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly publish: (event: EngineEvent) => void;
}

export type AnyDefinition = JobDefinition<unknown, unknown, unknown>;
export type Definitions = ReadonlyMap<JobKind, AnyDefinition>;

interface Execution {
  readonly job: StoredJob;
  readonly definition: AnyDefinition;
  readonly services: JobServices;
  /** Workers that died of this job since the engine started. Interruptions by the engine's own end are not the job's fault. */
  readonly earlierDeaths: number;
  readonly onProgress: (progress: Progress) => void;
}

export interface ExecutingJob extends Pick<RunningAttempt, 'cancel' | 'interrupt'> {
  /** Resolves when the end of this attempt is written down and everybody was told; rejects when it could not be written. */
  readonly recorded: Promise<AttemptEnd['type']>;
}

interface Context extends Execution {
  readonly running: RunningJob<unknown>;
  readonly log: JobLog;
}

/** Makes one attempt of a queued job, from starting its worker to writing down how it ended. Throws when nothing can be written. */
export const executeJob = (execution: Execution): ExecutingJob => {
  const { job, definition, services } = execution;
  const attempt = job.attempt + 1;
  const stagingFolder = stagingFolderOf(services.paths.staging, { id: job.id, attempt });
  const context: Context = {
    ...execution,
    running: { id: job.id, attempt, input: job.input, stagingFolder },
    log: openLog(execution, attempt),
  };
  rmSync(stagingFolder, { recursive: true, force: true });
  mkdirSync(stagingFolder, { recursive: true });

  // The worker waits for its first message, so its number can be written down together with the new state.
  const child = services.children.launch({ program: 'job-worker' });
  try {
    if (!begin(context, child)) return notBegun(context, child);
  } catch (thrown) {
    void child.stop(0);
    throw thrown;
  }

  const running = runAttempt({
    child,
    start: { type: 'start', kind: job.kind, input: job.input, stagingFolder, attempt },
    onLine: context.log.write,
    onProgress: (progress) => {
      execution.onProgress(progress);
      services.publish({ type: 'job.progress', project: services.paths.folder, jobId: job.id, progress });
    },
    onEmissions: (emissions) => storeEmissions(context, emissions),
  });
  const recorded = running.ended.then(async (end) => {
    try {
      await record(context, end);
    } finally {
      context.log.flush();
      if (end.type !== 'done') tidyUp(services, definition, job);
      rmSync(stagingFolder, { recursive: true, force: true });
    }
    tell(context);
    return end.type;
  });
  return { cancel: running.cancel, interrupt: running.interrupt, recorded };
};

/** What cannot be removed is no reason to fail. */
export const tidyUp = (
  { logger }: Pick<JobServices, 'logger'>,
  definition: AnyDefinition | undefined,
  job: Pick<StoredJob, 'id' | 'input'>,
): void => {
  try {
    definition?.tidyUp?.(job);
  } catch (thrown) {
    logger.warn('What a job left could not be removed', { jobId: job.id, reason: String(thrown) });
  }
};

const openLog = ({ job, services }: Execution, attempt: number): JobLog => {
  const { paths, logger, publish } = services;
  const log = createJobLog({
    file: jobLogFile(paths.logs, job.id),
    logger,
    onLines: (lines) => publish({ type: 'job.log', project: paths.folder, jobId: job.id, lines }),
  });
  if (attempt > 1) log.write(`--- attempt ${attempt} ---`);
  return log;
};

/** False when the job's own start failed; it has ended then and will not be tried again. */
const begin = (context: Context, child: ChildProcess): boolean => {
  const { job, definition, services, running } = context;
  const startedAt = services.children.startTimeOf(child.pid);
  try {
    services.store.write((writer) => {
      markRunning(writer, {
        ...running,
        startedAtMs: services.clock.nowMs(),
        worker: startedAt === null ? null : { pid: child.pid, startedAt },
      });
      definition.onStart?.(writer, running);
    });
    tell(context);
    return true;
  } catch (thrown) {
    services.logger.error('Job could not be started', { jobId: job.id, reason: String(thrown) });
    const error = toErrorData(thrown);
    services.store.write((writer) => {
      const failure = { state: 'failed', error } as const;
      if (endQueued(writer, { id: job.id, endedAtMs: services.clock.nowMs(), ...failure })) {
        definition.onFailure?.(writer, running, failure);
      }
    });
    return false;
  }
};

const notBegun = (context: Context, child: ChildProcess): ExecutingJob => ({
  cancel: () => {},
  interrupt: () => {},
  recorded: child.stop(0).then(() => {
    rmSync(context.running.stagingFolder, { recursive: true, force: true });
    tell(context);
    return 'failed';
  }),
});

const storeEmissions = (context: Context, emissions: readonly unknown[]): void => {
  const { definition, services, running } = context;
  services.store.write((writer) => {
    requireRunning(writer, running);
    for (const emission of emissions) definition.onEmission?.(writer, running, emission);
  });
  tellChanges(context);
};

const record = async (context: Context, end: AttemptEnd): Promise<void> => {
  switch (end.type) {
    case 'done':
      return recordSuccess(context, end.output);
    case 'failed':
      return recordFailure(context, { state: 'failed', error: end.error });
    case 'cancelled':
      return recordFailure(context, {
        state: 'cancelled',
        error: { code: 'cancelled', message: 'The job was cancelled.' },
      });
    case 'interrupted':
      return queueAgain(context, null);
    case 'died':
      return recordDeath(context, end.exit);
  }
};

const recordSuccess = async (context: Context, output: unknown): Promise<void> => {
  const { definition, services, running } = context;
  try {
    const writeEffects = await definition.finish(running, output);
    services.store.write((writer) => {
      markSucceeded(writer, { ...running, endedAtMs: services.clock.nowMs(), output });
      writeEffects(writer);
    });
  } catch (thrown) {
    const error = toErrorData(thrown);
    context.log.write(error.message);
    services.logger.error('Job could not be finished', { jobId: running.id, reason: String(thrown) });
    recordFailure(context, { state: 'failed', error });
  }
};

const recordFailure = (
  context: Context,
  failure: { state: 'failed' | 'cancelled'; error: ErrorData },
): void => {
  const { definition, services, running } = context;
  const mark = (writer: Writer) =>
    markFailed(writer, { ...running, endedAtMs: services.clock.nowMs(), ...failure });
  try {
    services.store.write((writer) => {
      mark(writer);
      definition.onFailure?.(writer, running, failure);
    });
  } catch (thrown) {
    // A job that has failed must not run for ever because its area cannot say so.
    services.logger.error('Failure of a job could not be told', {
      jobId: running.id,
      reason: String(thrown),
    });
    services.store.write(mark);
  }
};

const recordDeath = (context: Context, exit: ChildExit): void => {
  const { job, earlierDeaths } = context;
  const deaths = earlierDeaths + 1;
  const how = exit.signal ?? `exit code ${exit.code}`;
  context.log.write(`The worker process ended before the job was done (${how}).`);
  if (exit.reason !== 'could-not-start' && deaths < mostDeaths) {
    const message = `The worker of job “${job.title}” ended unexpectedly (${how}); it was put back in the queue.`;
    queueAgain(context, message);
    return;
  }
  const message =
    exit.reason === 'could-not-start'
      ? `The worker process could not be started. ${exit.lastWords}`
      : `The worker process ended unexpectedly ${deaths} times, the last time with ${how}. ` +
        'It may have run out of memory; the job’s log says how far it came.';
  recordFailure(context, {
    state: 'failed',
    error: { code: 'job-failed', message, details: { lastWords: exit.lastWords, deaths } },
  });
};

const queueAgain = ({ services, running }: Context, message: string | null): void => {
  services.store.write((writer) => {
    markQueuedAgain(writer, running);
    if (message !== null) addNotice(writer, { atMs: services.clock.nowMs(), level: 'warning', message });
  });
  if (message !== null) {
    services.publish({ type: 'notice', project: services.paths.folder, level: 'warning', message });
  }
};

const tell = (context: Context): void => {
  const { services, running } = context;
  services.publish({ type: 'changed', project: services.paths.folder, topic: 'jobs', ids: [running.id] });
  tellChanges(context);
};

const tellChanges = ({ definition, services, running }: Context): void => {
  for (const { topic, ids } of definition.changes(running)) {
    services.publish({ type: 'changed', project: services.paths.folder, topic, ids: [...ids] });
  }
};
