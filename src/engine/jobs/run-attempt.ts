import { type ErrorData, toErrorData } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { ChildExit, ChildProcess } from '../ports/child-processes.ts';
import { type MessageToWorker, messageFromWorker } from './worker-protocol.ts';

/** How one attempt ended, before anything of it is written down. Closed list. */
export type AttemptEnd =
  | { readonly type: 'done'; readonly output: unknown }
  | { readonly type: 'failed'; readonly error: ErrorData }
  | { readonly type: 'cancelled' }
  /** Put aside because the engine closes. */
  | { readonly type: 'interrupted' }
  /** The worker is no more and has not answered. */
  | { readonly type: 'died'; readonly exit: ChildExit };

export interface RunningAttempt {
  /** Asks the program to stop, and ends its process tree if it has not after the grace. */
  cancel(): void;
  interrupt(): void;
  /** The worker and everything it started are gone when this resolves. Never rejects. */
  readonly ended: Promise<AttemptEnd>;
}

interface AttemptParts {
  readonly child: ChildProcess;
  readonly start: Extract<MessageToWorker, { type: 'start' }>;
  readonly onLine: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Stores what the program has sent, in order; what it throws fails the attempt. */
  readonly onEmissions: (emissions: readonly unknown[]) => void;
  /** How long small emissions wait for others to be stored together with; none for who sends large ones. */
  readonly emissionBatchMs?: number;
}

const cancelGraceMs = 2000;
const stopGraceMs = 1000;
const usualEmissionBatchMs = 50;
const largestEmissionBatch = 500;
const progressIntervalMs = 100;

export const runAttempt = ({
  child,
  start,
  onLine,
  onProgress,
  onEmissions,
  emissionBatchMs = usualEmissionBatchMs,
}: AttemptParts): RunningAttempt => {
  let resolveOutcome: (end: AttemptEnd) => void = () => {};
  const outcome = new Promise<AttemptEnd>((resolve) => {
    resolveOutcome = resolve;
  });
  let settled = false;
  let isCancelling = false;
  let graceMs = stopGraceMs;
  let cancelTimer: NodeJS.Timeout | undefined;

  const settle = (end: AttemptEnd): void => {
    if (settled) return;
    settled = true;
    clearTimeout(cancelTimer);
    progress.stop();
    // Everything that was emitted is stored before the end is. An interrupted attempt is undone by the next one, and may not add to it.
    const failure = end.type === 'interrupted' ? emissions.drop() : emissions.flush();
    const asked: AttemptEnd = isCancelling && end.type !== 'interrupted' ? { type: 'cancelled' } : end;
    resolveOutcome(failure === undefined ? asked : { type: 'failed', error: failure });
  };
  const store = (batch: readonly unknown[]): void => {
    onEmissions(batch);
    if (!settled) child.send({ type: 'stored', count: batch.length } satisfies MessageToWorker);
  };
  const emissions = batched(store, {
    batchMs: emissionBatchMs,
    onError: (error) => settle({ type: 'failed', error }),
  });
  const progress = throttled(onProgress);

  child.onLine(onLine);
  child.onMessage((received) => {
    if (settled) return;
    const { success, data: message, error } = messageFromWorker.safeParse(received);
    if (!success) return settle({ type: 'failed', error: toErrorData(error) });
    if (message.type === 'log') onLine(message.line);
    else if (message.type === 'progress') progress.tell(message.progress);
    else if (message.type === 'emit') emissions.add(message.emission);
    else settle(message);
  });
  void child.exited.then((exit) => settle({ type: 'died', exit }));
  child.send(start satisfies MessageToWorker);

  return {
    cancel: () => {
      if (settled || isCancelling) return;
      isCancelling = true;
      child.send({ type: 'cancel' } satisfies MessageToWorker);
      cancelTimer = setTimeout(() => {
        graceMs = 0;
        settle({ type: 'cancelled' });
      }, cancelGraceMs);
    },
    interrupt: () => settle({ type: 'interrupted' }),
    ended: outcome.then(async (end) => {
      await child.stop(graceMs);
      return end;
    }),
  };
};

/** Many small results make one transaction. */
const batched = (
  store: (emissions: readonly unknown[]) => void,
  { batchMs, onError }: { batchMs: number; onError: (error: ErrorData) => void },
): { add: (emission: unknown) => void; flush: () => ErrorData | undefined; drop: () => undefined } => {
  let waiting: unknown[] = [];
  let timer: NodeJS.Timeout | undefined;

  const drop = (): undefined => {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  };
  const flush = (): ErrorData | undefined => {
    const batch = waiting;
    drop();
    try {
      if (batch.length > 0) store(batch);
      return undefined;
    } catch (thrown) {
      return toErrorData(thrown);
    }
  };
  const flushNow = (): void => {
    const error = flush();
    if (error !== undefined) onError(error);
  };
  const add = (emission: unknown): void => {
    waiting.push(emission);
    if (waiting.length >= largestEmissionBatch) flushNow();
    else timer ??= setTimeout(flushNow, batchMs);
  };
  return { add, flush, drop };
};

/** The first at once, then the latest, ten times a second at most. */
const throttled = (
  tell: (progress: Progress) => void,
): { tell: (progress: Progress) => void; stop: () => void } => {
  let latest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  const tellLatest = (): void => {
    timer = undefined;
    if (latest === undefined) return;
    tell(latest);
    latest = undefined;
    timer = setTimeout(tellLatest, progressIntervalMs);
  };
  return {
    tell: (progress) => {
      latest = progress;
      if (timer === undefined) tellLatest();
    },
    stop: () => clearTimeout(timer),
  };
};
