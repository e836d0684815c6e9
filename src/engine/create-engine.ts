import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type EngineCommandName, engineContract } from '../shared/contract/index.ts';
import { EngineError } from '../shared/errors.ts';
import type { EngineEvent } from '../shared/events.ts';
import { createApplicationArea, type OpenProjects } from './areas/projects/create-application-area.ts';
import { examineClosedProject } from './areas/projects/doctor/examine-closed-project.ts';
import { projectPaths } from './areas/projects/project-paths.ts';
import { learnerDescriptions } from './areas/training/learner-descriptions.ts';
import { openSession, type ProjectSession } from './attach/project-session.ts';
import { withProjectLock } from './attach/with-project-lock.ts';
import { createProject } from './create-project.ts';
import type { InScope } from './dispatch/handler-table.ts';
import { type CallOptions, runHandler } from './dispatch/run-handler.ts';
import type { Callable } from './dispatch/serve-messages.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { Handlers } from './ports/call.ts';
import { newestBackup } from './store/backups.ts';

export interface Engine extends Callable {
  /** Cancels what is under way, closes every project and lets go of it. */
  close(): Promise<void>;
}

/** The engine, complete: every command of the contract, over any number of open projects. */
export const createEngine = (dependencies: EngineDependencies): Engine => {
  const { clock, logger, version } = dependencies;
  const listeners = new Set<(event: EngineEvent) => void>();
  const sessions = new Map<string, Promise<ProjectSession>>();
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  const publish = (event: EngineEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const subscribe: Callable['subscribe'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  const sessionOf = (folder: string): Promise<ProjectSession> => {
    const session = sessions.get(identityOf(folder));
    if (session !== undefined) return session;
    throw new EngineError('not-found', `${folder} is not open. Open it first.`, { details: { folder } });
  };

  const projects: OpenProjects = {
    open: async (given, creation) => {
      const folder = identityOf(given);
      let session = sessions.get(folder);
      if (session === undefined) {
        const { state } = projectPaths(folder);
        if (creation === undefined) requireDatabase(folder);
        session = openSession({
          ...{ folder, stateFolder: state, version, publish, subscribe, clock, logger },
          openHere: (mode) => createProject({ folder, mode, creation, publish, dependencies }),
        });
        sessions.set(folder, session);
        session.catch(() => sessions.delete(folder));
      }
      return (await session).info();
    },
    close: async (given) => {
      const folder = identityOf(given);
      const session = sessions.get(folder);
      if (session === undefined) return;
      // Until it is closed it stays in the list, so that nobody opens it a second time meanwhile.
      try {
        await (await session).close();
      } finally {
        sessions.delete(folder);
      }
    },
    list: () =>
      Promise.all(
        [...sessions.values()].map(async (session) => {
          const { folder, attached } = await (await session).info();
          return { folder, attached };
        }),
      ),
    call: async (command, folder, input, { signal, progress }) =>
      (await sessionOf(folder)).call(command, input, { signal, onProgress: progress }),
  };

  const application = createApplicationArea({
    ...dependencies,
    projects,
    samples: dependencies.installation.samples,
  });
  const handlers = {
    ...application.handlers,
    'training.learners': () => learnerDescriptions(),
    'exports.docker': async () => {
      const found = await dependencies.containers.probe();
      return 'version' in found
        ? { isAvailable: true, version: found.version, reason: null }
        : { isAvailable: false, version: null, reason: found.reason };
    },
  } satisfies Handlers<InScope<typeof engineContract, 'app'>>;

  const answer = async (
    command: string,
    project: string | undefined,
    input: unknown,
    options: CallOptions,
  ): Promise<unknown> => {
    const spec = Object.hasOwn(engineContract, command) && engineContract[command as EngineCommandName];
    if (!spec) throw new EngineError('invalid-input', `There is no command “${command}”.`);
    if (closing.signal.aborted) throw new EngineError('unavailable', 'Modelyard is closing.');
    const signal =
      options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
    if (spec.scope === 'app') {
      return runHandler({ command, spec, handlers, input, signal, onProgress: options.onProgress });
    }
    if (project === undefined) throw new EngineError('invalid-input', `${command} needs a project.`);
    if (command === 'project.doctor' && !sessions.has(identityOf(project))) {
      const folder = identityOf(project);
      requireDatabase(folder);
      return examineClosedProject({
        ...{ folder, input, projects, clock, logger },
        children: dependencies.children,
        locked: withProjectLock,
        context: { signal, progress: options.onProgress ?? (() => {}) },
      });
    }
    return (await sessionOf(project)).call(command, input, { ...options, signal });
  };

  return {
    subscribe,
    call: (command, project, input, options = {}) => {
      const call = answer(command, project, input, options);
      const settled = call.then(
        () => {},
        () => {},
      );
      underWay.add(settled);
      void settled.then(() => underWay.delete(settled));
      return call;
    },
    close: async () => {
      closing.abort();
      await Promise.all([...underWay]);
      await Promise.allSettled([...sessions.values()].map(async (session) => (await session).close()));
      sessions.clear();
      listeners.clear();
    },
  };
};

/** One project has one name, whatever links and relative paths lead to it. */
const identityOf = (folder: string): string => {
  try {
    return realpathSync(resolve(folder));
  } catch {
    return resolve(folder);
  }
};

const requireDatabase = (folder: string): void => {
  const { database, backups } = projectPaths(folder);
  try {
    statSync(database);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    // A project that has lost its database; opening it says so.
    if (code === 'ENOENT' && newestBackup(backups) !== null) return;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notAProject(folder);
    throw new EngineError('permission-denied', `${folder} cannot be read. Check the rights of the folder.`, {
      details: { folder },
      cause: thrown,
    });
  }
};

const notAProject = (folder: string): EngineError =>
  existsSync(folder)
    ? new EngineError('not-a-project', `${folder} is not a Modelyard project. Create one there first.`, {
        details: { folder },
      })
    : new EngineError('not-found', `${folder} does not exist.`, { details: { folder } });
