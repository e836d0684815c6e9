import { basename } from 'node:path';
import { EngineError, fromErrorData } from '../../../shared/errors.ts';
import type { ChildExit, ChildLauncher, ChildProcess } from '../../ports/child-processes.ts';
import type { DataEngine, WorkContext } from '../../ports/data-engine.ts';
import type { Logger } from '../../ports/surroundings.ts';
import type {
  DataAnswer,
  DataMethod,
  DataRequest,
  FromDataWorker,
  ToDataWorker,
} from './data-worker-protocol.ts';

/** A reader that nobody asked anything for this long ends, and its memory with it. */
const defaultIdleMs = 5 * 60_000;

interface Pending {
  readonly path: string;
  resolve(answer: unknown): void;
  reject(error: EngineError): void;
  readonly context: WorkContext;
}

export interface DataWorkerClient extends DataEngine {
  close(): Promise<void>;
}

const pathIn = (request: unknown): string => {
  if (typeof request === 'string') return request;
  const { path, source, out } = request as { path?: string; source?: { path: string }; out?: string };
  return path ?? source?.path ?? out ?? '';
};

const endedError = (path: string, exit: ChildExit): EngineError =>
  exit.reason === 'could-not-start'
    ? new EngineError(
        'unavailable',
        `The reader of data files could not be started. ${exit.lastWords}`.trim(),
        {
          details: { ...exit },
        },
      )
    : new EngineError(
        exit.reason === 'stopped' || exit.reason === 'finished' ? 'unavailable' : 'internal',
        `Reading ${basename(path)} ended the reader of data files (${exit.signal ?? `exit code ${exit.code}`}). ` +
          'It starts anew with the next call; if it happens again, the file may be damaged or too large for the memory.',
        { details: { path, ...exit } },
      );

/**
 * Reads data files in a process of its own: a crash there costs the calls in flight, not the engine. Started with the first
 * call, started again after a crash, ended when idle.
 */
export const createDataWorkerClient = ({
  children,
  logger,
  idleMs = defaultIdleMs,
}: {
  children: Pick<ChildLauncher, 'launch'>;
  logger: Logger;
  idleMs?: number;
}): DataWorkerClient => {
  const pending = new Map<number, Pending>();
  /** A worker that died must not take along the calls of the one that followed it. */
  const callsOf = new WeakMap<ChildProcess, Set<number>>();
  let lastId = 0;
  let worker: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const stopWhenIdle = () => {
    clearTimeout(idleTimer);
    if (pending.size > 0 || worker === undefined) return;
    idleTimer = setTimeout(() => void endWorker(), idleMs);
    idleTimer.unref();
  };

  const endWorker = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.stop();
  };

  const receive = (message: FromDataWorker) => {
    const call = pending.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'progress') {
      call.context.progress?.(message.progress);
      return;
    }
    pending.delete(message.id);
    if (message.kind === 'result') call.resolve(message.answer);
    else call.reject(fromErrorData(message.error));
    stopWhenIdle();
  };

  const startWorker = (): ChildProcess => {
    const started = children.launch({ program: 'data-worker' });
    callsOf.set(started, new Set());
    started.onMessage((message) => receive(message as FromDataWorker));
    void started.exited.then((exit) => {
      if (worker === started) worker = undefined;
      for (const id of callsOf.get(started) ?? []) {
        const call = pending.get(id);
        pending.delete(id);
        call?.reject(endedError(call.path, exit));
      }
      if (exit.reason === 'crashed' || exit.reason === 'could-not-start') {
        logger.error('The reader of data files ended', { ...exit });
      }
    });
    return started;
  };

  const call = <Method extends DataMethod>(
    method: Method,
    request: DataRequest<Method>,
    context: WorkContext = {},
  ): Promise<DataAnswer<Method>> => {
    if (isClosed) return Promise.reject(new EngineError('unavailable', 'The project is being closed.'));
    if (context.signal?.aborted) return Promise.reject(new EngineError('cancelled', 'Cancelled.'));
    clearTimeout(idleTimer);
    worker ??= startWorker();
    const asked = worker;
    lastId += 1;
    const id = lastId;
    callsOf.get(asked)?.add(id);
    const send = (message: ToDataWorker) => asked.send(message);
    const cancel = () => send({ kind: 'cancel', id });
    context.signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<DataAnswer<Method>>((resolve, reject) => {
      pending.set(id, {
        path: pathIn(request),
        resolve: (answer) => resolve(answer as DataAnswer<Method>),
        reject,
        context,
      });
      send({ kind: 'call', id, method, request });
    }).finally(() => {
      callsOf.get(asked)?.delete(id);
      context.signal?.removeEventListener('abort', cancel);
    });
  };

  return {
    sniff: (request, context) => call('sniff', request, context),
    digest: (path, context) => call('digest', path, context),
    rows: (request, context) => call('rows', request, context),
    profile: (source, context) => call('profile', source, context),
    openTextTable: (request, context) => call('openTextTable', request, context),
    countTextRows: (request, context) => call('countTextRows', request, context),
    textRows: (request, context) => call('textRows', request, context),
    writeParquet: (request, context) => call('writeParquet', request, context),
    async close() {
      isClosed = true;
      clearTimeout(idleTimer);
      await endWorker();
    },
  };
};
