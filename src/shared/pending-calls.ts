import { type EngineError, type ErrorData, fromErrorData } from './errors.ts';
import type { Progress } from './model/progress.ts';
import type { ClientMessage, EngineMessage } from './protocol.ts';

export interface CallRequest {
  readonly command: string;
  readonly project?: string | undefined;
  readonly input: unknown;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface StartedCall {
  /** Rejects with an `EngineError`. */
  readonly answer: Promise<unknown>;
  /** Asks the engine to stop; the answer is then an error `cancelled`, or the result if it was quicker. */
  cancel(): void;
}

/** The client's side of the protocol: numbers calls, and gives every answer to the call it belongs to. */
export interface PendingCalls {
  start(request: CallRequest): StartedCall;
  /** Takes results, errors and progress; answers whether the message was one of these. */
  receive(message: EngineMessage): boolean;
  /** For when the engine has gone: nobody will answer any more. */
  failAll(error: ErrorData): void;
  readonly count: number;
}

interface Pending {
  resolve(output: unknown): void;
  reject(error: EngineError): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export const createPendingCalls = (send: (message: ClientMessage) => void): PendingCalls => {
  const pending = new Map<string, Pending>();
  let lastId = 0;

  const take = (id: string): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  };

  return {
    get count() {
      return pending.size;
    },

    start: ({ command, project, input, onProgress }) => {
      lastId += 1;
      const id = String(lastId);
      const answer = new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject, onProgress });
      });
      send({ kind: 'call', id, command, input, ...(project === undefined ? {} : { project }) });
      return {
        answer,
        cancel: () => {
          if (pending.has(id)) send({ kind: 'cancel', id });
        },
      };
    },

    receive: (message) => {
      switch (message.kind) {
        case 'result':
          take(message.id)?.resolve(message.output);
          return true;
        case 'error':
          take(message.id)?.reject(fromErrorData(message.error));
          return true;
        case 'progress':
          pending.get(message.id)?.onProgress?.(message.progress);
          return true;
        default:
          return false;
      }
    },

    failAll: (error) => {
      const calls = [...pending.values()];
      pending.clear();
      for (const call of calls) call.reject(fromErrorData(error));
    },
  };
};
