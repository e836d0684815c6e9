import { type EngineCommandName, engineContract } from '../../shared/contract/index.ts';
import { EngineError, fromErrorData } from '../../shared/errors.ts';
import type { CallOptions } from '../dispatch/run-handler.ts';
import type { Callable } from '../dispatch/serve-messages.ts';
import { notBegun } from './parting.ts';

/** What other engines reach through the socket: one project and nothing else, until the engine ends. */
export interface GuestGate extends Callable {
  /** Begins no call any more. */
  shut(): void;
  /** Resolves when what changes the project and was begun is done. What only reads is asked again elsewhere. */
  settled(): Promise<void>;
}

export const createGuestGate = (
  { folder: own, subscribe }: { folder: string; subscribe: Callable['subscribe'] },
  project: { call(command: string, input: unknown, options?: CallOptions): Promise<unknown> },
): GuestGate => {
  const changing = new Set<Promise<unknown>>();
  let isShut = false;
  return {
    call: (command, folder, input, options) => {
      if (folder !== own) throw new EngineError('not-found', `${folder} is not what this connection is for.`);
      if (isShut) throw fromErrorData(notBegun);
      const answer = project.call(command, input, options);
      if (changes(command)) {
        const settled = answer.then(
          () => {},
          () => {},
        );
        changing.add(settled);
        void settled.then(() => changing.delete(settled));
      }
      return answer;
    },
    subscribe: (listener) =>
      subscribe((event) => {
        if (event.project === own) listener(event);
      }),
    shut: () => {
      isShut = true;
    },
    settled: async () => {
      await Promise.all(changing);
    },
  };
};

export const changes = (command: string): boolean =>
  Object.hasOwn(engineContract, command) && engineContract[command as EngineCommandName].changes;
