import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Callable } from '../../src/engine/dispatch/serve-messages.ts';
import { openEngine } from '../../src/engine/host/in-process.ts';
import type { EngineEvent } from '../../src/shared/events.ts';
import { createPendingCalls } from '../../src/shared/pending-calls.ts';
import { engineMessage } from '../../src/shared/protocol.ts';

const utilityHost = resolve(import.meta.dirname, '..', '..', 'src', 'engine', 'host', 'utility-host.ts');

export interface HostedEngine extends Callable {
  readonly pid: number;
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>;
}

/** The engine in this process, as the command line has it. */
export const hostInProcess = async (folder: string): Promise<HostedEngine & { close(): Promise<void> }> => {
  const engine = await openEngine({
    background: true,
    actor: 'window',
    userDataFolder: join(folder, 'user'),
  });
  onTestFinished(() => engine.close());
  return { ...engine, pid: process.pid, kill: () => Promise.reject(new Error('That would be this test.')) };
};

/** The engine as a forked Node process, as the window has it; with the same protocol and no build. */
export const hostForked = async (folder: string): Promise<HostedEngine & { close(): Promise<void> }> => {
  const child = fork(utilityHost, [], {
    env: { ...process.env, MODELYARD_USER_DATA: join(folder, 'user') },
    execArgv: [],
    serialization: 'json',
  });
  const exited = once(child, 'exit');
  const listeners = new Set<(event: EngineEvent) => void>();
  const calls = createPendingCalls((message) => child.send(message, () => {}));
  const ready = new Promise<void>((isReady, fail) => {
    child.once('exit', () => fail(new Error('The engine ended before it was ready.')));
    child.on('message', (raw) => {
      const message = engineMessage.parse(raw);
      if (calls.receive(message)) return;
      if (message.kind === 'event') for (const listener of listeners) listener(message.event);
      if (message.kind === 'ready') isReady();
    });
  });
  const close = async () => {
    if (child.connected) child.disconnect();
    await exited;
  };
  onTestFinished(close);
  await ready;
  return {
    pid: child.pid!,
    call: (command, project, input, { signal, onProgress } = {}) => {
      const started = calls.start({ command, project, input, onProgress });
      signal?.addEventListener('abort', started.cancel, { once: true });
      return started.answer;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
