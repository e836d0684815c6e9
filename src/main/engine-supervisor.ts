import type { EngineEvent } from '../shared/events.ts';
import { type CallRequest, createPendingCalls, type StartedCall } from '../shared/pending-calls.ts';
import { type ClientMessage, type EngineState, engineMessage } from '../shared/protocol.ts';
import type { EngineProcess } from './engine-process.ts';

export interface EngineSupervisor {
  readonly state: EngineState;
  start(): void;
  /** Waits until the engine is ready; fails at once when it was given up. */
  call(request: CallRequest): StartedCall;
  /** After it was given up: tries anew. */
  retry(): void;
  /** Closes the engine in order, or ends it when it does not close in time. */
  stop(): Promise<void>;
}

export interface SupervisorRequest {
  readonly fork: () => EngineProcess;
  readonly onState: (state: EngineState) => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** Folders of the projects that must be open again after a restart. */
  readonly openFolders: () => readonly string[];
  readonly rules?: Partial<SupervisionRules>;
}

interface SupervisionRules {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** An engine that lived for less than this has failed quickly. */
  readonly quickFailureMs: number;
  readonly mostQuickFailures: number;
  readonly stopGraceMs: number;
}

const standardRules: SupervisionRules = {
  firstDelayMs: 250,
  longestDelayMs: 8000,
  quickFailureMs: 30_000,
  mostQuickFailures: 5,
  stopGraceMs: 6000,
};

const engineGone = {
  code: 'unavailable',
  message: 'The engine stopped while it worked on this. It is started again; try once more in a moment.',
} as const;

/** Keeps one engine running: starts it, starts it again when it dies, and gives up when that does not help. */
export const createEngineSupervisor = (request: SupervisorRequest): EngineSupervisor => {
  const { fork, onEvent, openFolders } = request;
  const rules = { ...standardRules, ...request.rules };
  let engine: EngineProcess | undefined;
  let isListening = false;
  let waiting: ClientMessage[] = [];
  let state: EngineState = { state: 'starting', restarts: 0 };
  let quickFailures = 0;
  let startedAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let onStopped: (() => void) | undefined;

  const calls = createPendingCalls((message) => {
    if (isListening) engine?.send(message);
    else waiting.push(message);
  });

  const tell = (next: EngineState) => {
    state = next;
    request.onState(next);
  };

  const start = () => {
    startedAtMs = performance.now();
    let started: EngineProcess;
    try {
      started = fork();
    } catch (thrown) {
      giveUp(thrown instanceof Error ? thrown.message : String(thrown));
      return;
    }
    engine = started;
    started.onMessage((raw) => {
      if (engine === started) receive(raw);
    });
    started.onExit((reason) => {
      if (engine === started) ended(reason);
    });
  };

  const receive = (raw: unknown) => {
    const message = engineMessage.parse(raw);
    if (calls.receive(message)) return;
    if (message.kind === 'event') onEvent(message.event);
    if (message.kind === 'ready') void becomeReady();
  };

  /** The projects are asked for first, so every call that waited finds its own open. */
  const becomeReady = async () => {
    const held = waiting;
    waiting = [];
    isListening = true;
    const reopened = openFolders().map((folder) =>
      calls.start({ command: 'projects.open', input: { folder } }),
    );
    for (const message of held) engine?.send(message);
    const readying = engine;
    await Promise.allSettled(reopened.map(({ answer }) => answer));
    if (engine === readying) tell({ state: 'ready', restarts: state.restarts });
  };

  const giveUp = (reason: string) => {
    tell({ state: 'failed', reason, restarts: state.restarts });
    waiting = [];
    calls.failAll({ code: 'unavailable', message: reason });
  };

  const ended = (reason: string) => {
    engine = undefined;
    isListening = false;
    waiting = [];
    calls.failAll(engineGone);
    if (onStopped !== undefined) return onStopped();
    const wasQuick = performance.now() - startedAtMs < rules.quickFailureMs;
    quickFailures = wasQuick ? quickFailures + 1 : 1;
    if (quickFailures >= rules.mostQuickFailures) {
      giveUp(`The engine failed ${quickFailures} times in a row. ${reason} Your data are safe.`);
      return;
    }
    tell({ state: 'restarting', reason, restarts: state.restarts + 1 });
    const delayMs = Math.min(rules.longestDelayMs, rules.firstDelayMs * 2 ** (quickFailures - 1));
    timer = setTimeout(start, delayMs);
  };

  return {
    get state() {
      return state;
    },
    start,
    call: (callRequest) => {
      const started = calls.start(callRequest);
      if (state.state === 'failed') {
        waiting = [];
        calls.failAll({ code: 'unavailable', message: state.reason ?? 'The engine does not run.' });
      }
      return started;
    },
    retry: () => {
      if (state.state !== 'failed') return;
      quickFailures = 0;
      tell({ state: 'restarting', restarts: state.restarts + 1 });
      start();
    },
    stop: async () => {
      clearTimeout(timer);
      const ending = engine;
      if (ending === undefined) return;
      const stopped = new Promise<void>((resolve) => {
        onStopped = resolve;
      });
      ending.askToEnd();
      const killer = setTimeout(ending.kill, rules.stopGraceMs);
      await stopped;
      clearTimeout(killer);
    },
  };
};
