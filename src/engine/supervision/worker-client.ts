import { EngineError, fromErrorData } from '../../shared/errors.ts';
import type { ChildExit, ChildLauncher, ChildProcess } from '../ports/child-processes.ts';
import type { WorkContext } from '../ports/data-engine.ts';
import type { Logger } from '../ports/surroundings.ts';
import type { FromWorker, ToWorker, WorkerAnswer, WorkerRequest } from './worker-protocol.ts';

/** A worker that nobody asked anything for this long ends, and its memory with it. */
const defaultIdleMs = 5 * 60_000;

interface Pending {
  readonly subject: string;
  resolve(answer: unknown): void;
  reject(error: EngineError): void;
  readonly context: WorkContext;
  /** Begins anew with each sign of life. */
  readonly patience: NodeJS.Timeout | undefined;
}

export interface WorkerClient<Methods> {
  call<Name extends keyof Methods & string>(
    method: Name,
    request: WorkerRequest<Methods, Name>,
    /** Of what, for a person, such as a file's name. */
    subject: string,
    context?: WorkContext,
  ): Promise<WorkerAnswer<Methods, Name>>;
  close(): Promise<void>;
}

export interface WorkerClientOptions {
  readonly children: Pick<ChildLauncher, 'launch'>;
  readonly logger: Logger;
  readonly program: Parameters<ChildLauncher['launch']>[0]['program'];
  readonly environment?: Record<string, string>;
  /** In the middle of a sentence: "the reader of data files". */
  readonly name: string;
  readonly idleMs?: number;
  /** A call that gives no sign of life for this long ends the worker: whatever it reads, it will not come back. */
  readonly patienceMs?: number;
}

/**
 * Asks a program of ours in a process of its own: a crash there costs the calls in flight, not the engine. Started with the first
 * call, started again after a crash, ended when idle. Errors: what the worker throws, `cancelled`, `unavailable`, `internal`.
 */
export const createWorkerClient = <Methods>({
  children,
  logger,
  program,
  environment,
  name,
  idleMs = defaultIdleMs,
  patienceMs,
}: WorkerClientOptions): WorkerClient<Methods> => {
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

  const endWorker = async (graceMs?: number): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.stop(graceMs);
  };

  const take = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    clearTimeout(call?.patience);
    return call;
  };

  const receive = (message: FromWorker) => {
    if (message.kind === 'progress') {
      const call = pending.get(message.id);
      call?.patience?.refresh();
      call?.context.progress?.(message.progress);
      return;
    }
    const call = take(message.id);
    if (message.kind === 'result') call?.resolve(message.answer);
    else call?.reject(fromErrorData(message.error));
    stopWhenIdle();
  };

  const startWorker = (): ChildProcess => {
    const started = children.launch({ program, ...(environment === undefined ? {} : { environment }) });
    callsOf.set(started, new Set());
    started.onMessage((message) => receive(message as FromWorker));
    void started.exited.then((exit) => {
      if (worker === started) worker = undefined;
      for (const id of callsOf.get(started) ?? []) {
        const call = take(id);
        call?.reject(endedError(name, call.subject, exit));
      }
      if (exit.reason === 'crashed' || exit.reason === 'could-not-start')
        logger.error(`${capitalised(name)} ended`, { ...exit });
    });
    return started;
  };

  const giveUp = () => {
    const ids = worker === undefined ? [] : [...(callsOf.get(worker) ?? [])];
    const calls = ids.flatMap((id) => take(id) ?? []);
    const problem = endlessError(new Set(calls.map(({ subject }) => subject)));
    for (const call of calls) call.reject(problem);
    void endWorker(0);
  };

  return {
    call(method, request, subject, context = {}) {
      if (isClosed) return Promise.reject(new EngineError('unavailable', 'The project is being closed.'));
      if (context.signal?.aborted) return Promise.reject(new EngineError('cancelled', 'Cancelled.'));
      clearTimeout(idleTimer);
      worker ??= startWorker();
      const asked = worker;
      lastId += 1;
      const id = lastId;
      callsOf.get(asked)?.add(id);
      const send = (message: ToWorker) => asked.send(message);
      const cancel = () => send({ kind: 'cancel', id });
      context.signal?.addEventListener('abort', cancel, { once: true });
      return new Promise<WorkerAnswer<Methods, typeof method>>((resolve, reject) => {
        const patience = patienceMs === undefined ? undefined : setTimeout(giveUp, patienceMs);
        pending.set(id, {
          ...{ subject, reject, context, patience },
          resolve: (answer) => resolve(answer as WorkerAnswer<Methods, typeof method>),
        });
        send({ kind: 'call', id, method, request });
      }).finally(() => {
        callsOf.get(asked)?.delete(id);
        context.signal?.removeEventListener('abort', cancel);
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(idleTimer);
      await endWorker();
    },
  };
};

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Which of several it was that came to no end cannot be known. */
const endlessError = (subjects: ReadonlySet<string>): EngineError => {
  const named = [...subjects].join(' or ');
  const details = { subjects: [...subjects] };
  return subjects.size === 1
    ? new EngineError(
        'data-malformed',
        `Reading ${named} came to no end and was stopped. The file is damaged, or made to hold up whoever reads it.`,
        { details },
      )
    : new EngineError(
        'unavailable',
        `Reading ${named} came to no end and was stopped. Open them one after the other to find which one is damaged.`,
        { details },
      );
};

const endedError = (name: string, subject: string, exit: ChildExit): EngineError =>
  exit.reason === 'could-not-start'
    ? new EngineError('unavailable', `${capitalised(name)} could not be started. ${exit.lastWords}`.trim(), {
        details: { ...exit },
      })
    : new EngineError(
        exit.reason === 'stopped' || exit.reason === 'killed' || exit.reason === 'finished'
          ? 'unavailable'
          : 'internal',
        `Reading ${subject} ended ${name} (${exit.signal ?? `exit code ${exit.code}`}). ` +
          'It starts anew with the next call; if it happens again, the file may be damaged or too large for the memory.',
        { details: { subject, ...exit } },
      );
