import type { ServingMessage } from '../shared/model/serving-messages.ts';

/** The process that started this one, when there is one with a message channel. */
export interface ParentProcess {
  /** Resolves when the message has left, or there is nobody to take it. */
  tell(message: ServingMessage): Promise<void>;
  /** Calls back when the parent has gone or asks this process to end. */
  onEnd(listener: () => void): void;
}

export function connectToParent(): ParentProcess {
  return {
    tell(message) {
      return new Promise((resolve) => {
        if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
        else resolve();
      });
    },
    onEnd(listener) {
      process.once('SIGTERM', listener);
      process.once('SIGINT', listener);
      if (process.connected) process.once('disconnect', listener);
    },
  };
}
