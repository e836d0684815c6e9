import { EngineError, toErrorData } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { type ClientMessage, clientMessage, type EngineMessage } from '../../shared/protocol.ts';
import type { Logger } from '../ports/surroundings.ts';
import type { CallOptions } from './run-handler.ts';

/** What a message carrier needs of an engine, or of the part of it that it may reach. */
export interface Callable {
  call(command: string, project: string | undefined, input: unknown, options?: CallOptions): Promise<unknown>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

export interface MessageServer {
  /** For each message of the client, whatever it is: it comes from outside and is checked here. */
  receive(message: unknown): void;
  /** The client has gone: its calls are cancelled, nothing is sent any more. */
  close(): void;
}

/** The engine's side of the protocol, over any carrier of messages. */
export const serveMessages = ({
  target,
  send,
  logger,
}: {
  target: Callable;
  send: (message: EngineMessage) => void;
  logger: Logger;
}): MessageServer => {
  const inFlight = new Map<string, AbortController>();
  let isClosed = false;

  const sendUnlessClosed = (message: EngineMessage) => {
    if (!isClosed) send(message);
  };
  const unsubscribe = target.subscribe((event) => sendUnlessClosed({ kind: 'event', event }));

  const answer = async (message: ClientMessage & { kind: 'call' }) => {
    const { id, command, project, input } = message;
    if (inFlight.has(id)) {
      const error = new EngineError('invalid-input', `A call with the id “${id}” is under way already.`);
      sendUnlessClosed({ kind: 'error', id, error: toErrorData(error) });
      return;
    }
    const controller = new AbortController();
    inFlight.set(id, controller);
    try {
      // Whoever types a filter takes back what the last key asked. What was taken back by now is not begun.
      await messagesAreRead();
      const output = await target.call(command, project, input, {
        signal: controller.signal,
        onProgress: (progress) => sendUnlessClosed({ kind: 'progress', id, progress }),
      });
      sendUnlessClosed({ kind: 'result', id, output });
    } catch (thrown) {
      const error = toErrorData(thrown);
      if (error.code === 'internal') logger.error(`${command} failed`, { stack: stackOf(thrown) });
      sendUnlessClosed({ kind: 'error', id, error });
    } finally {
      inFlight.delete(id);
    }
  };

  return {
    receive: (message) => {
      const parsed = clientMessage.safeParse(message);
      if (!parsed.success) {
        logger.warn('A message that is none of the protocol was dropped.');
        return;
      }
      if (parsed.data.kind === 'cancel') inFlight.get(parsed.data.id)?.abort();
      else void answer(parsed.data);
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      unsubscribe();
      for (const controller of inFlight.values()) controller.abort();
    },
  };
};

/** After all messages that are here already; calls keep their order. */
const messagesAreRead = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stackOf = (thrown: unknown) => (thrown instanceof Error ? thrown.stack : String(thrown));
