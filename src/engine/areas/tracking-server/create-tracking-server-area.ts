import type { trackingServerContract } from '../../../shared/contract/tracking-server.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { TrackingServer } from '../../../shared/model/tracking-server.ts';
import { trackingServerMessage } from '../../../shared/model/tracking-server-messages.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { addNotice } from '../../store/notices.ts';
import { createObjectStore } from '../../store/objects.ts';
import {
  readTrackingServer,
  type StoredTrackingServer,
  setTrackingServerProcess,
  wantTrackingServer,
} from '../../store/tracking-server.ts';
import { findFreePort, requireFree, waitUntilFree } from '../../supervision/free-port.ts';
import {
  isUp,
  type ProgramWord,
  type SupervisedProgram,
  superviseProgram,
  untilReady,
} from '../../supervision/supervise-program.ts';

type Services = Pick<
  ProjectServices,
  'paths' | 'store' | 'eventLog' | 'children' | 'clock' | 'logger' | 'publish' | 'changed'
>;

/** Where MLflow’s own server listens. */
const standardPort = 5000;
/** The process of an engine that has just closed may still be answering its last requests. */
const restorePatienceMs = 10_000;

/** The server that MLflow’s clients log to: a program of its own, which writes the same database. */
export const createTrackingServerArea = (services: Services) => {
  const { paths, store, eventLog, children, clock, logger, publish, changed } = services;
  const { reader } = store;
  let running: SupervisedProgram | undefined;
  /** Why a wanted server is not up, when it could not be started again. */
  let notRestored: string | null = null;

  const describe = (): TrackingServer => {
    const port = readTrackingServer(reader)?.port ?? null;
    const status = running?.status();
    return {
      state: status?.state ?? (notRestored === null ? 'stopped' : 'failed'),
      reason: status?.reason ?? notRestored,
      port,
      address: port === null ? null : `http://127.0.0.1:${port}`,
      startedAtMs: status?.startedAtMs ?? null,
    };
  };

  const interpret = (message: unknown): ProgramWord | null => {
    const parsed = trackingServerMessage.safeParse(message);
    if (!parsed.success) return null;
    const { data } = parsed;
    if (data.kind === 'ready') return { kind: 'ready' };
    if (data.kind === 'failed') return { kind: 'failed', error: new EngineError(data.code, data.message) };
    if (data.kind === 'changed') changed(data.topic, data.ids);
    else publish({ type: 'run.points', project: paths.folder, runId: data.runId, points: data.points });
    return { kind: 'other' };
  };

  const rememberProcess = (process: StoredTrackingServer['process']): void => {
    try {
      store.write((writer) => setTrackingServerProcess(writer, process));
    } catch (thrown) {
      // The process is known in memory; the record only helps the next engine to end it.
      logger.warn('The process of the tracking server could not be recorded', { reason: String(thrown) });
    }
  };

  const supervise = (port: number): SupervisedProgram => {
    notRestored = null;
    running = superviseProgram({
      launcher: children,
      program: 'tracking-server',
      title: 'The tracking server',
      environment: { MODELYARD_PROJECT: paths.folder, PORT: String(port) },
      nowMs: clock.nowMs,
      interpret,
      onProcess: rememberProcess,
      onChange: () => changed('tracking-server', []),
    });
    return running;
  };

  const choosePort = async (wanted: number | undefined): Promise<number> => {
    if (wanted === undefined) return findFreePort(readTrackingServer(reader)?.port ?? standardPort);
    await requireFree(wanted);
    return wanted;
  };

  const stop = async (): Promise<void> => {
    const stored = readTrackingServer(reader);
    if (stored?.isWanted === true) {
      store.write((writer) => {
        wantTrackingServer(writer, { ...stored, isWanted: false });
        eventLog.append(writer, { kind: 'tracking-server.stopped', subject: 'tracking-server', details: {} });
      });
    }
    await running?.stop();
    running = undefined;
    notRestored = null;
    changed('tracking-server', []);
  };

  /** Error `conflict` when it runs on another port than the one that is asked for. */
  const start = async (wanted: number | undefined): Promise<SupervisedProgram> => {
    const stored = readTrackingServer(reader);
    if (running !== undefined && isUp(running)) {
      if (wanted === undefined || wanted === stored?.port) return running;
      throw new EngineError(
        'conflict',
        `The tracking server of this project runs on port ${stored?.port}. Stop it there first.`,
        { details: { port: stored?.port } },
      );
    }
    const port = await choosePort(wanted);
    store.write((writer) => {
      wantTrackingServer(writer, { port, isWanted: true });
      eventLog.append(writer, {
        kind: 'tracking-server.started',
        subject: 'tracking-server',
        details: { port },
      });
    });
    return supervise(port);
  };

  // Two starts at once would make two processes.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const restore = async (port: number): Promise<void> => {
    try {
      await waitUntilFree(port, restorePatienceMs);
      await supervise(port).ready;
    } catch (thrown) {
      const reason = (thrown as Error).message;
      const message = `The tracking server is not up again: ${reason}`;
      notRestored = reason;
      logger.warn(message);
      store.write((writer) => addNotice(writer, { atMs: clock.nowMs(), level: 'warning', message }));
      publish({ type: 'notice', project: paths.folder, level: 'warning', message });
      changed('tracking-server', []);
    }
  };

  /** What uploads have left that a kill broke off; a server that starts tidies up by itself. */
  const recoverUploads = async (): Promise<void> => {
    if (running !== undefined) return;
    await createObjectStore({ folder: paths.objects, store, clock, scratch: 'unfinished-uploads' }).recover();
  };

  return {
    handlers: {
      'trackingServer.start': async ({ port }, { signal, progress }) => {
        progress({ phase: 'Starting the tracking server' });
        const supervised = await inTurn(() => start(port));
        await untilReady(supervised, { signal, title: 'the tracking server' }).catch(
          async (thrown: unknown) => {
            // A start that fails leaves nothing behind that would be tried again with every start of the engine.
            await stop();
            throw thrown;
          },
        );
        return describe();
      },
      'trackingServer.stop': async () => {
        await inTurn(stop);
        return describe();
      },
      'trackingServer.status': () => describe(),
    } satisfies Handlers<typeof trackingServerContract>,
    /** Ends what an engine that died left running; with `background`, starts a wanted server again. */
    start: async ({ background }: { background: boolean }): Promise<void> => {
      const stored = readTrackingServer(reader);
      if (stored?.process != null) {
        await children.endStray(stored.process);
        rememberProcess(null);
      }
      if (background && stored?.isWanted === true) await restore(stored.port);
      else await inTurn(recoverUploads);
    },
    /** Ends the process; what was wanted stays wanted. */
    close: async (): Promise<void> => {
      await running?.stop();
      running = undefined;
    },
  };
};
