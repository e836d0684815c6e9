import { EngineError, fromErrorData } from '../../../../shared/errors.ts';
import type { CurvesAnswer } from '../../../../shared/model/series/curves-answer.ts';
import type { ChildLauncher, ChildProcess } from '../../../ports/child-processes.ts';
import type { FromCurveWorker, ToCurveWorker } from './curve-worker-protocol.ts';
import type { CurvesRequest } from './read-curves.ts';

/** Nobody looks at curves any more: the process ends, and its memory with it. */
const idleMs = 5 * 60_000;

interface Pending {
  readonly worker: ChildProcess;
  resolve(answer: CurvesAnswer): void;
  reject(error: EngineError): void;
}

export interface CurveWorkerClient {
  read(request: CurvesRequest): Promise<CurvesAnswer>;
  close(): Promise<void>;
}

/**
 * Curves are read and smoothed in a process of its own: a million points take seconds for the first time, during which the engine
 * answers everything else. Started with the first question, started again after a crash, ended when idle.
 */
export const createCurveWorkerClient = (
  children: Pick<ChildLauncher, 'launch'>,
  projectFolder: string,
): CurveWorkerClient => {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let worker: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.stop();
  };

  const restWhenIdle = (): void => {
    clearTimeout(idleTimer);
    if (pending.size > 0) return;
    idleTimer = setTimeout(() => void end(), idleMs);
    idleTimer.unref();
  };

  const receive = (message: FromCurveWorker): void => {
    const call = pending.get(message.id);
    pending.delete(message.id);
    if ('answer' in message) call?.resolve(message.answer);
    else call?.reject(fromErrorData(message.error));
    restWhenIdle();
  };

  const start = (): ChildProcess => {
    const started = children.launch({
      program: 'curve-worker',
      environment: { MODELYARD_PROJECT: projectFolder },
    });
    started.onMessage((message) => receive(message as FromCurveWorker));
    void started.exited.then(({ reason, lastWords }) => {
      if (worker === started) worker = undefined;
      for (const [id, call] of pending) {
        if (call.worker !== started) continue;
        pending.delete(id);
        call.reject(
          new EngineError(
            'unavailable',
            'The reader of curves ended. It starts anew with the next look at a chart.',
            {
              details: { reason, lastWords },
            },
          ),
        );
      }
    });
    return started;
  };

  return {
    read: (request) => {
      if (isClosed) return Promise.reject(new EngineError('unavailable', 'The project is being closed.'));
      clearTimeout(idleTimer);
      worker ??= start();
      const asked = worker;
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { worker: asked, resolve, reject });
        asked.send({ id, request } satisfies ToCurveWorker);
      });
    },
    close: async () => {
      isClosed = true;
      clearTimeout(idleTimer);
      await end();
    },
  };
};
