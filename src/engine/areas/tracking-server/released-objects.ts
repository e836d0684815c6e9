import type { ObjectStore } from '../../ports/store-handles.ts';
import type { Logger } from '../../ports/surroundings.ts';
import { forgetUnheld } from '../../store/run-trash.ts';
import { createDelay } from './delay.ts';
import type { TrackingContext } from './rpc.ts';

/** Whether anything else holds an object is one question for all that was released in this time. */
const freedEveryMs = 5000;

/**
 * Frees what was put into the place of another file, or deleted, where nothing else holds it: a training that writes its checkpoint again
 * and again needs the room of one.
 */
export const createReleasedObjects = (parts: {
  write: TrackingContext['write'];
  objects: ObjectStore;
  logger: Logger;
  everyMs?: number;
}) => {
  const { write, objects, logger, everyMs = freedEveryMs } = parts;
  const released = new Set<string>();
  let freeing: Promise<void> = Promise.resolve();

  const free = async (): Promise<void> => {
    const digests = [...released];
    released.clear();
    if (digests.length === 0) return;
    try {
      for (const { digest } of await write((writer) => forgetUnheld(writer, objects, digests)))
        await objects.remove(digest);
    } catch (thrown) {
      // The room stays taken; no client is the worse for it.
      logger.error('Files that nothing holds any more could not be removed', { reason: String(thrown) });
    }
  };
  const delay = createDelay(everyMs, () => {
    freeing = freeing.then(free);
  });

  return {
    released: (digests: readonly string[]): void => {
      for (const digest of digests) released.add(digest);
      if (released.size > 0) delay.start();
    },
    close: (): Promise<void> => {
      delay.finish();
      return freeing;
    },
  };
};
