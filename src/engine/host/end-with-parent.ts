import { killTree } from '../adapters/children/process-tree.ts';

const longestCleaningMs = 3000;

/**
 * For every program that the engine starts: when the channel to the parent closes, because the parent asks for it or is no more,
 * clean up and end, together with everything this process has started.
 */
export const endWithParent = (cleanUp: () => Promise<void> | void = () => {}): void => {
  process.once('disconnect', async () => {
    setTimeout(endOwnGroup, longestCleaningMs).unref();
    try {
      await cleanUp();
    } catch {
      // Nobody is left to hear of it.
    }
    endOwnGroup();
  });
};

const endOwnGroup = (): void => {
  killTree(process.pid);
  process.exit(0);
};
