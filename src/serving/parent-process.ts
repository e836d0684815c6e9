import type { ServingMessage } from '../shared/model/serving-messages.ts';

/** The process that started this one, when there is one with a message channel. */
export interface ParentProcess {
  tell(message: ServingMessage): void;
  /** Calls back when the parent has gone or asks this process to end. */
  onEnd(listener: () => void): void;
}

export function connectToParent(): ParentProcess {
  return {
    tell(message) {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onEnd(listener) {
      process.once('SIGTERM', listener);
      process.once('SIGINT', listener);
      if (process.connected) process.once('disconnect', listener);
    },
  };
}
