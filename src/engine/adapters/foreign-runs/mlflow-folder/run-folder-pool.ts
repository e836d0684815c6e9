import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ForeignChange, ReadContext } from '../../../ports/foreign-runs.ts';
import { readRunFolder } from './read-run-folder.ts';
import type { RunFolderRequest } from './run-folder-request.ts';

/** Reads runs in whatever order is fastest; the items of one run keep theirs. */
export type ReadRunFolders = (
  requests: readonly RunFolderRequest[],
  context: ReadContext,
) => AsyncIterable<ForeignChange>;

/** In this thread, giving others their turn between two runs. */
export async function* readRunFoldersHere(
  requests: readonly RunFolderRequest[],
  { signal }: ReadContext,
): AsyncGenerator<ForeignChange> {
  for (const request of requests) {
    yield* readRunFolder(request);
    await setImmediate();
    signal?.throwIfAborted();
  }
}

/** What a worker sends: items, and whether they are the last of the runs it was given. It waits for an answer after each. */
export interface RunFolderReply {
  readonly items: readonly ForeignChange[];
  readonly isLast: boolean;
}

const runsInBatch = 16;
/** Files that are not in memory make threads wait for the disk; where they are, more threads than processors cost a few per cent. */
const fewestThreads = 4;
/** Fewer are read here: starting threads takes longer than reading them. */
const fewRuns = 64;

/**
 * In several threads. A folder of runs is millions of small files, where nearly all time goes into system calls that wait for the disk,
 * so there are threads even beyond the processors. `program` is run-folder-worker, built or as source.
 */
export const createRunFolderPool = (program: string | URL): ReadRunFolders =>
  async function* (requests, context) {
    if (requests.length < fewRuns) {
      yield* readRunFoldersHere(requests, context);
      return;
    }
    const batches = toBatches(requests);
    const count = Math.min(batches.length, Math.max(fewestThreads, availableParallelism()));
    const workers = Array.from({ length: count }, () => startWorker(program, batches));
    try {
      yield* mergeReplies(workers, context.signal);
    } finally {
      await Promise.all(workers.map(({ worker }) => worker.terminate()));
    }
  };

const toBatches = (requests: readonly RunFolderRequest[]): RunFolderRequest[][] => {
  const batches: RunFolderRequest[][] = [];
  for (let start = 0; start < requests.length; start += runsInBatch) {
    batches.push(requests.slice(start, start + runsInBatch));
  }
  return batches.reverse();
};

interface RunningWorker {
  readonly worker: Worker;
  /** The next items; null when there is nothing left for this worker. */
  readonly next: () => Promise<readonly ForeignChange[] | null>;
}

/** A worker reads one reply ahead of whoever takes them, and not more: that bounds what is in memory. */
const startWorker = (program: string | URL, batches: RunFolderRequest[][]): RunningWorker => {
  const worker = new Worker(program);
  let pending = request(worker, batches.pop() ?? null);
  const next = async (): Promise<readonly ForeignChange[] | null> => {
    const reply = await pending;
    if (reply === null) return null;
    pending = request(worker, reply.isLast ? (batches.pop() ?? null) : 'more');
    return reply.items;
  };
  return { worker, next };
};

/** `null` asks for nothing and answers nothing. */
const request = (
  worker: Worker,
  message: readonly RunFolderRequest[] | 'more' | null,
): Promise<RunFolderReply | null> => {
  if (message === null) return Promise.resolve(null);
  const reply = new Promise<RunFolderReply>((resolve, reject) => {
    const take = (received: RunFolderReply) => settle(() => resolve(received));
    const fail = (error: unknown) => settle(() => reject(error));
    const end = (code: number) =>
      settle(() => reject(new Error(`A thread that reads runs ended with code ${code}.`)));
    const settle = (finish: () => void) => {
      worker.off('message', take).off('error', fail).off('exit', end);
      finish();
    };
    worker.on('message', take).on('error', fail).on('exit', end);
  });
  // It is looked at when its turn comes; until then a failure is not an unhandled one.
  reply.catch(() => undefined);
  worker.postMessage(message);
  return reply;
};

async function* mergeReplies(
  workers: readonly RunningWorker[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ForeignChange> {
  const waiting = new Map(workers.map((worker) => [worker, tagged(worker)] as const));
  while (waiting.size > 0) {
    const { worker, items } = await Promise.race(waiting.values());
    signal?.throwIfAborted();
    if (items === null) waiting.delete(worker);
    else {
      waiting.set(worker, tagged(worker));
      yield* items;
    }
  }
}

const tagged = async (worker: RunningWorker) => ({ worker, items: await worker.next() });
