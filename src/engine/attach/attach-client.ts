import { connect } from 'node:net';
import { fromErrorData } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { createPendingCalls } from '../../shared/pending-calls.ts';
import { engineMessage } from '../../shared/protocol.ts';
import type { CallOptions } from '../dispatch/run-handler.ts';
import type { EngineAnnouncement } from './engine-announcement.ts';
import { openLineChannel } from './line-channel.ts';
import { type Detaching, ending, holderHasGone, notBegun } from './parting.ts';

/** An engine that just starts answers at once or not at all. */
const greetingTimeoutMs = 3000;

export interface AttachedEngine {
  readonly version: string;
  call(command: string, project: string, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Resolves when the other engine has gone, by whatever way; calls in flight have failed with `holderHasGone` by then. */
  readonly gone: Promise<void>;
  close(): void;
}

/** Connects to the engine that holds a project. Null when nobody answers there, or not with this token. */
export const attachToEngine = (
  { socket: address, token }: EngineAnnouncement,
  onEvent: (event: EngineEvent) => void,
): Promise<AttachedEngine | null> =>
  new Promise((resolve) => {
    let isEnding = false;
    let isGone = false;
    let reportGone = () => {};
    const gone = new Promise<void>((resolveGone) => {
      reportGone = resolveGone;
    });
    const socket = connect(address);
    const timer = setTimeout(() => socket.destroy(), greetingTimeoutMs);
    const channel = openLineChannel(socket, {
      onMessage: (raw) => {
        if (ending.safeParse(raw).success) {
          isEnding = true;
          channel.send({ kind: 'detaching' } satisfies Detaching);
          return;
        }
        const message = engineMessage.parse(raw);
        if (calls.receive(message)) return;
        if (message.kind === 'event') onEvent(message.event);
        if (message.kind === 'ready') {
          clearTimeout(timer);
          resolve({ version: message.version, call, gone, close: channel.close });
        }
      },
      onClose: () => {
        clearTimeout(timer);
        isGone = true;
        calls.failAll(holderHasGone);
        reportGone();
        resolve(null);
      },
    });
    const calls = createPendingCalls(channel.send);
    const call: AttachedEngine['call'] = (command, project, input, { signal, onProgress } = {}) => {
      if (isEnding || isGone) return Promise.reject(fromErrorData(notBegun));
      const started = calls.start({ command, project, input, onProgress });
      const cancel = () => started.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      return started.answer.finally(() => signal?.removeEventListener('abort', cancel));
    };
    socket.once('connect', () => channel.send({ token }));
  });
