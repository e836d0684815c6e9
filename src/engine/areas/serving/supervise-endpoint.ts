import { EngineError } from '../../../shared/errors.ts';
import type { EndpointState } from '../../../shared/model/serving.ts';
import {
  type ServingMessage,
  type ServingStats,
  servingMessage,
} from '../../../shared/model/serving-messages.ts';
import type { ChildExit, ChildLauncher, ChildProcess } from '../../ports/child-processes.ts';

export interface EndpointStatus {
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly startedAtMs: number | null;
  readonly stats: ServingStats | null;
}

export interface SupervisedEndpoint {
  /** Resolves when it is ready. Errors: `port-in-use`, `model-invalid`, `unavailable`. */
  readonly ready: Promise<void>;
  status(): EndpointStatus;
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

/**
 * Keeps one serving process running: a crash is answered with a restart after a growing wait, until it crashes too often. A process
 * that says itself that it cannot serve (a damaged model, a port in use) is not started again.
 */
export function superviseEndpoint(parts: {
  launcher: ChildLauncher;
  environment: Record<string, string>;
  nowMs: () => number;
  onProcess: (process: { pid: number; startedAt: string } | null) => void;
  onChange: () => void;
  onStats: (stats: ServingStats) => void;
  rules?: SupervisionRules;
}): SupervisedEndpoint {
  const { launcher, nowMs, onProcess, onChange, onStats, rules = defaultRules } = parts;
  let status: EndpointStatus = { state: 'starting', reason: null, startedAtMs: null, stats: null };
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
  // Nobody may be waiting when an endpoint that was ready once fails for good.
  ready.catch(() => undefined);

  const change = (next: Partial<EndpointStatus>): void => {
    status = { ...status, ...next };
    onChange();
  };

  const fail = (error: EngineError): void => {
    change({ state: 'failed', reason: error.message });
    giveUp(error);
  };

  const receive = (message: ServingMessage): EngineError | null => {
    if (message.kind === 'failed') return new EngineError(message.code, message.message);
    if (message.kind === 'ready') {
      change({ state: 'ready', reason: null, startedAtMs: nowMs() });
      becomeReady();
    } else {
      status = {
        ...status,
        stats: message,
        reason: message.logProblem === null ? null : logReason(message.logProblem),
      };
      onStats(message);
    }
    return null;
  };

  const launch = (): void => {
    const started = launcher.launch({ program: 'serving', environment: parts.environment });
    child = started;
    let refusal: EngineError | null = null;
    const deadline = setTimeout(() => {
      refusal = new EngineError(
        'unavailable',
        `The endpoint was not ready within ${rules.readyWithinMs / 1000} s.`,
      );
      void started.stop(0);
    }, rules.readyWithinMs);
    started.onMessage((message) => {
      const parsed = servingMessage.safeParse(message);
      if (!parsed.success) return;
      if (parsed.data.kind !== 'stats') clearTimeout(deadline);
      refusal = receive(parsed.data) ?? refusal;
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
    change({ state: 'restarting', reason: `It ended because ${reason}`, stats: null });
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
      giveUp(new EngineError('cancelled', 'The endpoint was stopped.'));
      change({ state: 'stopped', reason: null, startedAtMs: null, stats: null });
    },
  };
}

function describeExit({ code, signal, lastWords }: ChildExit): string {
  const how = signal === null ? `its process ended with code ${code}` : `its process was ended by ${signal}`;
  const words = lastWords.trim().split('\n').at(-1) ?? '';
  return words === '' ? `${how}.` : `${how}: ${words}`;
}

const logReason = (problem: string): string => `Predictions are answered but not logged: ${problem}`;
