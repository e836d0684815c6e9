import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  specOf,
} from '../../shared/contract/index.ts';
import { EngineError } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Progress } from '../../shared/model/progress.ts';
import { createPendingCalls } from '../../shared/pending-calls.ts';
import type { EngineState, WindowBridge } from '../../shared/protocol.ts';
import { bridge } from './bridge.ts';
import { useProject } from './current-project.ts';

export interface CallOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Folder of the project; default: the one this window shows. */
  project?: string | undefined;
}

export interface Client {
  /** Rejects with an `EngineError` (code, message, details). Aborting the signal asks the engine to stop and rejects with `cancelled`. */
  call<Name extends CommandName>(
    command: Name,
    input: CommandInput<Name>,
    options?: CallOptions,
  ): Promise<CommandOutput<Name>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  onEngineState(listener: (state: EngineState) => void): () => void;
}

const engineGone = {
  code: 'unavailable' as const,
  message:
    'The engine stopped while it worked on this. It is being started again; try once more in a moment.',
};

/** `currentFolder` is asked at every call, because a window can change its project. */
export function createClient(wire: WindowBridge, currentFolder: () => string | undefined): Client {
  const calls = createPendingCalls((message) => wire.send(message));
  const listeners = new Set<(event: EngineEvent) => void>();
  wire.onMessage((message) => {
    if (calls.receive(message)) return;
    if (message.kind === 'event') for (const listener of [...listeners]) listener(message.event);
  });
  wire.onEngineState(({ state }) => {
    if (state === 'restarting' || state === 'failed') calls.failAll(engineGone);
  });

  return {
    async call(command, input, { signal, onProgress, project } = {}) {
      if (signal?.aborted === true) throw new EngineError('cancelled', 'Cancelled.');
      const folder = specOf(command).scope === 'project' ? (project ?? currentFolder()) : undefined;
      const started = calls.start({ command, project: folder, input, onProgress });
      signal?.addEventListener('abort', started.cancel, { once: true });
      try {
        // The engine checks its own answers against the contract before it sends them.
        return (await started.answer) as CommandOutput<typeof command>;
      } finally {
        signal?.removeEventListener('abort', started.cancel);
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onEngineState: (listener) => wire.onEngineState(listener),
  };
}

let shared: Client | undefined;

/** The one client of this window. */
export function client(): Client {
  shared ??= createClient(bridge(), () => useProject.getState().info?.folder);
  return shared;
}

/** Sends a command to the engine (or, for `shell.*`, to the shell). In components prefer useQuery and useCommand. */
export const call: Client['call'] = (command, input, options) => client().call(command, input, options);
