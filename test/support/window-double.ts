import type { CommandName, CommandOutput } from '../../src/shared/contract/index.ts';
import type { EngineEvent } from '../../src/shared/events.ts';
import type { EngineState } from '../../src/shared/protocol.ts';

/** Answers by command; what is not listed fails with `not-found`, as an empty project's engine would. */
export type Answers = { [Name in CommandName]?: CommandOutput<Name> };

export interface WindowDouble {
  answers: Answers;
  /** Sent to the window once it has asked its first question. */
  events?: EngineEvent[];
  engine?: EngineState;
}

/**
 * Plays the far end of `window.modelyard`, to look at states of the window without an engine. Runs inside the page before its
 * scripts (Playwright's addInitScript), so it may use nothing but its argument.
 */
export function installWindowDouble({
  answers,
  events = [],
  engine = { state: 'ready', restarts: 0 },
}: WindowDouble) {
  type Listener = (message: unknown) => void;
  const listeners: Listener[] = [];
  const tell = (message: unknown) =>
    setTimeout(() => listeners.forEach((listener) => void listener(message)), 0);
  const known: Record<string, unknown> = answers;
  let isFirst = true;
  Object.assign(window, {
    modelyard: {
      platform: 'linux',
      pathOfDroppedFile: () => '/data/dropped.csv',
      send(message: { kind: string; id: string; command?: string }) {
        if (message.kind !== 'call' || message.command === undefined) return;
        const { id, command } = message;
        if (command in known) tell({ kind: 'result', id, output: known[command] });
        else tell({ kind: 'error', id, error: { code: 'not-found', message: `${command} is not there.` } });
        if (!isFirst) return;
        isFirst = false;
        setTimeout(() => events.forEach((event) => void tell({ kind: 'event', event })), 500);
      },
      onMessage(listener: Listener) {
        listeners.push(listener);
        return () => {};
      },
      onEngineState(listener: (state: EngineState) => void) {
        setTimeout(() => listener(engine), 0);
        return () => {};
      },
    },
  });
}
