import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock, Logger } from '../../src/engine/ports/surroundings.ts';
import { type OpenedStore, openStore } from '../../src/engine/store/open-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A clock that goes on by one second each time it is asked. */
export const tickingClock = (startMs = Date.UTC(2026, 0, 1)): Clock => {
  let nowMs = startMs;
  return {
    nowMs: () => {
      nowMs += 1000;
      return nowMs;
    },
  };
};

export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** A real database in a temporary folder, closed when the test has ended. */
export const openTestStore = (
  request: Partial<Parameters<typeof openStore>[0]> = {},
): OpenedStore & { folder: string } => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'backups'));
  const store = openStore({
    file: join(folder, 'project.db'),
    backupsFolder: join(folder, 'backups'),
    clock: tickingClock(),
    logger: silentLogger,
    ...request,
  });
  onTestFinished(() => store.close());
  return { ...store, folder };
};
