import type { ErrorData } from '../shared/errors.ts';
import { createPendingCalls, type PendingCalls } from '../shared/pending-calls.ts';
import {
  type ClientMessage,
  type EngineMessage,
  type EngineState,
  engineMessage,
} from '../shared/protocol.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { decideRestart } from './restart-policy.ts';

export interface EngineSupervisor {
  /** From a window; answers come to `onMessage` with the window's own ids. */
  send(windowId: number, message: ClientMessage): void;
  /** A window has gone: its calls are cancelled. */
  forget(windowId: number): void;
  /** A call of the shell itself. */
  call(command: string, project: string | undefined, input: unknown): Promise<unknown>;
  readonly state: EngineState;
  stop(): Promise<void>;
}

export interface SupervisorEvents {
  /** To one window, or to all (null). */
  readonly onMessage: (windowId: number | null, message: EngineMessage) => void;
  readonly onState: (state: EngineState) => void;
}

const stopGraceMs = 8000;

const engineHasGone: ErrorData = {
  code: 'unavailable',
  message:
    'The engine stopped while this was under way and is being started again. What was acknowledged is kept; try again in a moment.',
};

/** Keeps one engine running: starts it, starts it again with growing pauses, and says so to every window. */
export const createEngineSupervisor = ({ onMessage, onState }: SupervisorEvents): EngineSupervisor => {
  let engine: EngineProcess | null = null;
  let state: EngineState = { state: 'starting', restarts: 0 };
  let quickFailures = 0;
  let startedAtMs = 0;
  let isStopping = false;
  /** Calls of windows in flight, by the id the engine knows: `<window>:<id>`. */
  const inFlight = new Set<string>();
  const waiting: ClientMessage[] = [];
  const own: PendingCalls = createPendingCalls((message) =>
    forward({ ...message, id: `shell:${message.id}` }),
  );

  const setState = (next: EngineState): void => {
    state = next;
    onState(next);
  };

  const forward = (message: ClientMessage): void => {
    // Calls of the first moments wait for the engine instead of failing.
    if (state.state === 'ready') engine?.send(message);
    else if (state.state === 'failed')
      answer(message.id, {
        kind: 'error',
        id: message.id,
        error: { ...engineHasGone, message: state.reason ?? engineHasGone.message },
      });
    else waiting.push(message);
  };

  const answer = (engineId: string, message: EngineMessage): void => {
    const at = engineId.indexOf(':');
    const [owner, id] = [engineId.slice(0, at), engineId.slice(at + 1)];
    const readdressed = { ...message, id } as EngineMessage;
    if (message.kind !== 'progress') inFlight.delete(engineId);
    if (owner === 'shell') own.receive(readdressed);
    else onMessage(Number(owner), readdressed);
  };

  const receive = (raw: unknown): void => {
    const parsed = engineMessage.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'event') onMessage(null, message);
    else if (message.kind === 'ready') becomeReady();
    else answer(message.id, message);
  };

  const becomeReady = (): void => {
    setState({ state: 'ready', restarts: state.restarts });
    for (const message of waiting.splice(0)) engine?.send(message);
  };

  const failInFlight = (): void => {
    for (const id of [...inFlight]) answer(id, { kind: 'error', id, error: engineHasGone });
    waiting.length = 0;
    own.failAll(engineHasGone);
  };

  const start = (): void => {
    startedAtMs = Date.now();
    try {
      engine = startEngineProcess();
    } catch (thrown) {
      setState({
        state: 'failed',
        reason: thrown instanceof Error ? thrown.message : String(thrown),
        restarts: state.restarts,
      });
      failInFlight();
      return;
    }
    let hasEnded = false;
    engine.onMessage(receive);
    engine.onExit((reason) => {
      if (hasEnded) return;
      hasEnded = true;
      afterExit(reason);
    });
  };

  const afterExit = (reason: string): void => {
    engine = null;
    failInFlight();
    if (isStopping) return;
    const decision = decideRestart({ quickFailures, livedMs: Date.now() - startedAtMs });
    quickFailures = decision.quickFailures;
    if (decision.action === 'give-up') {
      setState({
        state: 'failed',
        reason: `The engine ended ${quickFailures} times in a row (${reason}). Restart Modelyard; your data are safe.`,
        restarts: state.restarts,
      });
      return;
    }
    setState({
      state: 'restarting',
      reason: `The engine ended (${reason}) and is being started again.`,
      restarts: state.restarts + 1,
    });
    setTimeout(() => {
      if (!isStopping) start();
    }, decision.afterMs);
  };

  start();

  return {
    get state() {
      return state;
    },
    send: (windowId, message) => {
      const id = `${windowId}:${message.id}`;
      if (message.kind === 'call') inFlight.add(id);
      forward({ ...message, id });
    },
    forget: (windowId) => {
      for (const id of inFlight) if (id.startsWith(`${windowId}:`)) forward({ kind: 'cancel', id });
    },
    call: (command, project, input) => own.start({ command, input, project }).answer,
    stop: async () => {
      isStopping = true;
      await engine?.stop(stopGraceMs);
      failInFlight();
    },
  };
};
