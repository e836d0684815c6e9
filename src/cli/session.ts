import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { openEngine } from '../engine/host/in-process.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../shared/contract/index.ts';
import { EngineError, fromErrorData } from '../shared/errors.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { Job } from '../shared/model/job.ts';
import type { Terminal } from './terminal.ts';

/** A command's way to the engine: one project, typed calls, progress on the terminal, Ctrl-C cancels. */
export interface Session {
  readonly folder: string;
  call<Name extends EngineCommandName>(
    command: Name,
    input: CommandInput<Name>,
  ): Promise<CommandOutput<Name>>;
  /** Follows a job to its end. Ctrl-C cancels the job. Throws the job's error unless it succeeded. */
  finish(jobId: string): Promise<Job>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Settles when the person interrupts. */
  readonly interrupted: Promise<void>;
}

/** The nearest folder upwards that is a project, as git finds its repository. */
export const findProject = (from: string): string | null => {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.modelyard'))) return folder;
    if (folder === dirname(folder)) return null;
  }
};

export const projectFolder = (given: string | undefined): string => {
  if (given !== undefined) return resolve(given);
  const found = findProject(process.cwd());
  if (found !== null) return found;
  throw new EngineError(
    'not-a-project',
    `No project here or above ${process.cwd()}. Make one with: modelyard init, or name one with --project DIR.`,
  );
};

/** Runs `work` with an engine of this process (or attached to the one that has the project open) and closes it again. */
export const withSession = async <Result>(
  {
    folder,
    terminal,
    keepsServing = false,
    opensProject = true,
  }: { folder: string | null; terminal: Terminal; keepsServing?: boolean; opensProject?: boolean },
  work: (session: Session) => Promise<Result>,
): Promise<Result> => {
  const engine = await openEngine({ background: keepsServing, actor: 'command line' });
  const abort = new AbortController();
  const interrupted = new Promise<void>((settle) =>
    abort.signal.addEventListener('abort', () => settle(), { once: true }),
  );
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);

  const call: Session['call'] = (command, input) =>
    engine.call(command, folder ?? undefined, input, {
      // What is called after an interrupt is the tidying up, which must not be cancelled too.
      ...(abort.signal.aborted ? {} : { signal: abort.signal }),
      onProgress: terminal.progress,
    }) as Promise<never>;

  const finish = async (jobId: string): Promise<Job> => {
    const cancel = (): void =>
      void engine.call('jobs.cancel', folder ?? undefined, { job: jobId }).catch(() => {});
    abort.signal.addEventListener('abort', cancel, { once: true });
    const job = (await engine.call(
      'jobs.wait',
      folder ?? undefined,
      { job: jobId },
      { onProgress: terminal.progress },
    )) as Job;
    abort.signal.removeEventListener('abort', cancel);
    terminal.settle();
    if (job.state === 'succeeded') return job;
    if (job.state === 'cancelled') throw new EngineError('cancelled', `${job.title}: cancelled.`);
    throw job.error === null
      ? new EngineError('job-failed', `${job.title}: failed.`)
      : fromErrorData(job.error);
  };

  try {
    if (folder !== null && opensProject) await engine.call('projects.open', undefined, { folder });
    return await work({ folder: folder ?? '', call, finish, onEvent: engine.subscribe, interrupted });
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
    await engine.close();
  }
};
