import { EngineError, toErrorData } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { JobProgram, JobTools } from '../ports/job-definition.ts';
import { type MessageFromWorker, type MessageToWorker, messageToWorker } from './worker-protocol.ts';

type AnyProgram = JobProgram<never, unknown, unknown>;
type WorkerTools = Pick<JobTools<unknown>, 'data' | 'models' | 'containers' | 'foreignRuns'>;

export interface WorkerParts {
  /** The program of a kind of job; loaded only when one is to be done. */
  readonly programOf: (kind: string) => Promise<AnyProgram> | undefined;
  /** Getters that make each tool on first use: a job that reads no model loads no runtime. */
  readonly toolsFor: (job: { stagingFolder: string }) => WorkerTools;
}

/**
 * The worker's side: waits for one job, does it and answers once. Whatever goes wrong in the program, also outside of its promise,
 * becomes that one answer. The engine ends the process then, with everything the program may have left running.
 */
export const serveJobWorker = (parts: WorkerParts): void => {
  const cancelling = new AbortController();
  const unstored = countUnstored(cancelling.signal);
  let answered = false;

  const answer = (message: MessageFromWorker): void => {
    if (answered) return;
    answered = true;
    send(message);
  };
  const fail = (thrown: unknown): void => {
    if (!(thrown instanceof EngineError) && !cancelling.signal.aborted) {
      send({
        type: 'log',
        line: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      });
    }
    answer({ type: 'failed', error: toErrorData(thrown) });
  };

  const start = async (job: Extract<MessageToWorker, { type: 'start' }>): Promise<void> => {
    try {
      const program = await parts.programOf(job.kind);
      if (program === undefined) throw new Error(`No program does jobs of the kind “${job.kind}”.`);
      const output = await program(job.input as never, createTools({ job, parts, cancelling, unstored }));
      // JSON drops what is undefined.
      answer({ type: 'done', output: output ?? null });
    } catch (thrown) {
      fail(thrown);
    }
  };

  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('message', (received) => {
    const message = messageToWorker.parse(received);
    if (message.type === 'start') void start(message);
    else if (message.type === 'stored') unstored.remove(message.count);
    else cancelling.abort(new EngineError('cancelled', 'Cancelled.'));
  });
};

const createTools = ({
  job,
  parts,
  cancelling,
  unstored,
}: {
  job: { stagingFolder: string };
  parts: WorkerParts;
  cancelling: AbortController;
  unstored: UnstoredCount;
}): JobTools<unknown> => {
  const tools = parts.toolsFor(job);
  return {
    signal: cancelling.signal,
    stagingFolder: job.stagingFolder,
    progress: (progress) => send({ type: 'progress', progress: withoutNaN(progress) }),
    log: (line) => send({ type: 'log', line }),
    emit: (emission) => {
      unstored.add();
      send({ type: 'emit', emission });
    },
    stored: unstored.atMost,
    get data() {
      return tools.data;
    },
    get models() {
      return tools.models;
    },
    get containers() {
      return tools.containers;
    },
    get foreignRuns() {
      return tools.foreignRuns;
    },
  };
};

type UnstoredCount = ReturnType<typeof countUnstored>;

/** How much of what was emitted the engine has not stored yet. */
const countUnstored = (signal: AbortSignal) => {
  let count = 0;
  let waiting: { atMost: number; settle: () => void }[] = [];
  const settleReached = (): void => {
    const reached = waiting.filter(({ atMost }) => count <= atMost || signal.aborted);
    waiting = waiting.filter((one) => !reached.includes(one));
    for (const { settle } of reached) settle();
  };
  signal.addEventListener('abort', settleReached);
  return {
    add: () => {
      count += 1;
    },
    remove: (stored: number) => {
      count -= stored;
      settleReached();
    },
    atMost: async (atMost: number): Promise<void> => {
      await new Promise<void>((settle) => {
        waiting.push({ atMost, settle });
        settleReached();
      });
      signal.throwIfAborted();
    },
  };
};

/** JSON has no NaN: a figure that is none yet is left out. */
const withoutNaN = ({ figure, ...progress }: Progress): Progress =>
  figure !== undefined && Number.isFinite(figure.value) ? { ...progress, figure } : progress;

const send = (message: MessageFromWorker): void => {
  if (process.connected) process.send?.(message);
};
