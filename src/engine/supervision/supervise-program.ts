import { EngineError } from '../../shared/errors.ts';
import type { EndpointState } from '../../shared/model/serving.ts';
import type { ChildExit, ChildLauncher, ChildProcess } from '../ports/child-processes.ts';

export interface ProgramStatus {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly startedAtMs: number | null;
}

export interface SupervisedProgram {
  /** Resolves when it is ready. Errors: what the program said why it cannot start, `unavailable`, `cancelled` when it was stopped. */
  readonly ready: Promise<void>;
  status(): ProgramStatus;
  stop(): Promise<void>;
}

export interface SupervisionRules {
  readonly readyWithinMs: number;
  /** Waits before the first, second … restart; there are no more restarts than these. */
  readonly restartDelaysMs: readonly number[];
  /** After so long without a crash, earlier ones are forgotten. */
  readonly forgetAfterMs: number;
  readonly stopGraceMs: number;
}

export const defaultRules: SupervisionRules = {
  readyWithinMs: 30_000,
  restartDelaysMs: [200, 1000, 2000, 5000, 10_000],
  forgetAfterMs: 60_000,
  stopGraceMs: 10_000,
};

/** What a program said: it is ready, it cannot serve and ends, or something its owner has dealt with. */
export type ProgramWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: EngineError }
  | { readonly kind: 'other' };

/**
 * Keeps one program of ours running: a crash is answered with a restart after a growing wait, until it crashes too often. A process
 * that says itself that it cannot serve (a damaged model, a port in use) is not started again.
 */
export function superviseProgram(parts: {
  launcher: ChildLauncher;
  program: Parameters<ChildLauncher['launch']>[0]['program'];
  /** As the beginning of a sentence: “The endpoint”. */
  title: string;
  environment: Record<string, string>;
  nowMs: () => number;
  /** Null for what is no message of the program. */
  interpret: (message: unknown) => ProgramWord | null;
  onProcess: (process: { pid: number; startedAt: string } | null) => void;
  onChange: () => void;
  rules?: SupervisionRules;
}): SupervisedProgram {
  const { launcher, program, title, nowMs, interpret, onProcess, onChange, rules = defaultRules } = parts;
  let status: ProgramStatus = { state: 'starting', reason: null, startedAtMs: null };
  let child: ChildProcess | null = null;
  let isStopping = false;
  let crashes = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let becomeReady = () => {};
  let giveUp = (_error: EngineError) => {};
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    giveUp = reject;
  });
  // Nobody may be waiting when a program that was ready once fails for good.
  ready.catch(() => undefined);

  const change = (next: Partial<ProgramStatus>): void => {
    status = { ...status, ...next };
    onChange();
  };

  const fail = (error: EngineError): void => {
    change({ state: 'failed', reason: error.message });
    giveUp(error);
  };

  const launch = (): void => {
    const started = launcher.launch({ program, environment: parts.environment });
    child = started;
    let refusal: EngineError | null = null;
    const deadline = setTimeout(() => {
      refusal = new EngineError(
        'unavailable',
        `${title} was not ready within ${rules.readyWithinMs / 1000} s.`,
      );
      void started.stop(0);
    }, rules.readyWithinMs);
    started.onMessage((message) => {
      const word = interpret(message);
      if (word === null || word.kind === 'other') return;
      clearTimeout(deadline);
      if (word.kind === 'failed') refusal = word.error;
      else {
        change({ state: 'ready', reason: null, startedAtMs: nowMs() });
        becomeReady();
      }
    });
    const startedAt = launcher.startTimeOf(started.pid);
    onProcess(startedAt === null ? null : { pid: started.pid, startedAt });
    void started.exited.then((exit) => {
      clearTimeout(deadline);
      child = null;
      onProcess(null);
      afterExit(exit, refusal);
    });
  };

  const afterExit = (exit: ChildExit, refusal: EngineError | null): void => {
    if (isStopping) return;
    if (refusal !== null) fail(refusal);
    else restartLater(exit);
  };

  const restartLater = (exit: ChildExit): void => {
    if (status.startedAtMs !== null && nowMs() - status.startedAtMs > rules.forgetAfterMs) crashes = 0;
    const delayMs = rules.restartDelaysMs[crashes];
    crashes += 1;
    const reason = describeExit(exit);
    if (delayMs === undefined) {
      fail(new EngineError('unavailable', `It ended ${crashes} times, the last time because ${reason}`));
      return;
    }
    change({ state: 'restarting', reason: `It ended because ${reason}` });
    restartTimer = setTimeout(launch, delayMs);
  };

  launch();
  return {
    ready,
    status: () => status,
    stop: async () => {
      isStopping = true;
      clearTimeout(restartTimer);
      await child?.stop(rules.stopGraceMs);
      giveUp(new EngineError('cancelled', `${title} was stopped.`));
      change({ state: 'stopped', reason: null, startedAtMs: null });
    },
  };
}

/** Has it been asked to run, and not failed? */
export const isUp = (supervised: SupervisedProgram | undefined): boolean =>
  supervised !== undefined && ['starting', 'ready', 'restarting'].includes(supervised.status().state);

/** Error `cancelled` when the caller gives up first. */
export const untilReady = (
  { ready }: SupervisedProgram,
  { signal, title }: { signal: AbortSignal; title: string },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = () => reject(new EngineError('cancelled', `Cancelled before ${title} was ready.`));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    ready.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });

function describeExit({ code, signal, lastWords }: ChildExit): string {
  const how = signal === null ? `its process ended with code ${code}` : `its process was ended by ${signal}`;
  const words = lastWords.trim().split('\n').at(-1) ?? '';
  return words === '' ? `${how}.` : `${how}: ${words}`;
}
