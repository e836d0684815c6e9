import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, isFullDiskError } from '../../shared/errors.ts';
import { type EngineEvent, topics } from '../../shared/events.ts';
import type { ProjectInfo } from '../../shared/model/project.ts';
import type { CallOptions } from '../dispatch/run-handler.ts';
import type { Callable } from '../dispatch/serve-messages.ts';
import type { Clock, Logger } from '../ports/surroundings.ts';
import { type AttachedEngine, attachToEngine } from './attach-client.ts';
import { type AttachServer, listenForEngines } from './attach-server.ts';
import { readAnnouncement } from './engine-announcement.ts';
import { changes, createGuestGate } from './guest-gate.ts';
import { hadNoAnswer, wasNotBegun } from './parting.ts';
import { type ProjectLock, takeProjectLock } from './project-lock.ts';

/** A project as this process's engine has it open itself. */
export interface OpenProject {
  readonly info: ProjectInfo;
  call(command: string, input: unknown, options?: CallOptions): Promise<unknown>;
  close(): Promise<void>;
}

/** A project as its callers see it: theirs, whichever engine answers. */
export interface ProjectSession {
  readonly folder: string;
  info(): Promise<ProjectInfo>;
  call(command: string, input: unknown, options?: CallOptions): Promise<unknown>;
  close(): Promise<void>;
}

export interface SessionRequest {
  readonly folder: string;
  readonly stateFolder: string;
  readonly version: string;
  readonly openHere: (mode: 'write' | 'read-only') => Promise<OpenProject>;
  /** Events of this project, from here or from the engine we are attached to. */
  readonly publish: (event: EngineEvent) => void;
  readonly subscribe: Callable['subscribe'];
  readonly clock: Clock;
  readonly logger: Logger;
}

type Connection = OpenProject & { readonly gone: Promise<void> | null };

/** So long an engine may take between taking the lock and answering, which covers a migration of a large database. */
const patienceMs = 15_000;
const retryMs = 50;

/**
 * Opens a project here, or attaches to the engine that has it open. When that engine goes away, the first of those that were
 * attached takes the project over; the others attach to it.
 */
export const openSession = async (request: SessionRequest): Promise<ProjectSession> => {
  let isClosed = false;
  let current: Promise<Connection>;

  const follow = (connection: Connection) => {
    void connection.gone?.then(() => {
      if (isClosed) return;
      request.logger.info('The engine that had the project open has gone; taking over.', {
        folder: request.folder,
      });
      current = connectAnew();
      current.catch(() => {});
    });
    return connection;
  };
  const connectAnew = async () => {
    const connection = follow(await connect(request));
    for (const topic of topics) request.publish({ type: 'changed', project: request.folder, topic, ids: [] });
    return connection;
  };

  current = Promise.resolve(follow(await connect(request)));

  /** A take-over that failed is tried again by the next call. */
  const connection = async (): Promise<Connection> => {
    try {
      return await current;
    } catch {
      current = connectAnew();
      return current;
    }
  };

  /** The engine that was asked may be a short command's, and end with it. What it did not begin, and what only reads, is asked again. */
  const call: ProjectSession['call'] = async (command, input, options) => {
    const asked = await connection();
    try {
      return await asked.call(command, input, options);
    } catch (thrown) {
      const canAskAgain = wasNotBegun(thrown) || (hadNoAnswer(thrown) && !changes(command));
      if (!canAskAgain || isClosed || asked.gone === null) throw thrown;
      await asked.gone;
      return call(command, input, options);
    }
  };

  return {
    folder: request.folder,
    info: async () => (await connection()).info,
    call,
    close: async () => {
      isClosed = true;
      const last = await current.catch(() => null);
      await last?.close();
    },
  };
};

const connect = async (request: SessionRequest): Promise<Connection> => {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const lock = takeLock(request.stateFolder);
    if (lock === 'read-only') return { ...(await request.openHere('read-only')), gone: null };
    if (lock !== null) return openLocked(request, lock);
    const attached = await attach(request);
    if (attached !== null) return attached;
    if (performance.now() > deadlineMs) throw notAnswering(request.folder);
    await delay(retryMs);
  }
};

const takeLock = (stateFolder: string): ProjectLock | 'read-only' | null => {
  try {
    return takeProjectLock(stateFolder);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'permission-denied') return 'read-only';
    throw error;
  }
};

const openLocked = async (request: SessionRequest, lock: ProjectLock): Promise<Connection> => {
  let project: OpenProject | undefined;
  try {
    project = await request.openHere('write');
    const server = await listenUnlessFull(request, project);
    return { ...project, gone: null, close: () => closeInOrder(project, server, lock) };
  } catch (error) {
    await project?.close();
    lock.release();
    throw error;
  }
};

/** Without room to say where this engine can be reached, others wait until it ends. */
const listenUnlessFull = async (
  request: SessionRequest,
  project: OpenProject,
): Promise<AttachServer | null> => {
  try {
    return await listenForEngines({ ...request, target: createGuestGate(request, project) });
  } catch (error) {
    if (!isFullDiskError(error)) throw error;
    request.logger.warn('The disk is full; other engines cannot reach this project.', {
      folder: request.folder,
    });
    return null;
  }
};

/** The lock is given up last: who takes over must find everything written. */
const closeInOrder = async (
  project: OpenProject | undefined,
  server: AttachServer | null,
  lock: ProjectLock,
) => {
  try {
    await server?.close();
    await project?.close();
  } finally {
    lock.release();
  }
};

const attach = async (request: SessionRequest): Promise<Connection | null> => {
  const announcement = readAnnouncement(request.stateFolder);
  if (announcement === null) return null;
  const engine = await attachToEngine(announcement, request.publish);
  if (engine === null) return null;
  if (engine.version !== request.version) throw otherVersion(request, engine);
  const callThere: OpenProject['call'] = (command, input, options) =>
    engine.call(command, request.folder, input, options);
  try {
    const info = (await callThere(infoCommand, {})) as { project: ProjectInfo };
    return {
      info: { ...info.project, attached: true },
      call: callThere,
      gone: engine.gone,
      close: async () => engine.close(),
    };
  } catch (thrown) {
    engine.close();
    if (wasNotBegun(thrown) || hadNoAnswer(thrown)) return null;
    throw thrown;
  }
};

const infoCommand = 'project.status';

const otherVersion = ({ folder, version }: SessionRequest, engine: AttachedEngine) => {
  engine.close();
  return new EngineError(
    'conflict',
    `${folder} is open in Modelyard ${engine.version}, this is ${version}. Close it there first.`,
  );
};

const notAnswering = (folder: string) =>
  new EngineError(
    'unavailable',
    `Another process has ${folder} open but does not answer. End it and try again.`,
  );
