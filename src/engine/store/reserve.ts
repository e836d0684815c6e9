import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, statSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reserve } from '../ports/store-handles.ts';

/** What 150 000 logged points need to be removed. */
const reserveBytes = 4 * 1024 * 1024;
const givenUpAtOnce = 1024 * 1024;
/** A reserve is not what fills a disk. */
const leastFreeBytes = 8 * reserveBytes;

/**
 * A file that only takes room: what frees some needs a little itself, because SQLite writes first what it will change. On a full disk a part
 * of the file goes, until there is none.
 */
export const createReserve = (file: string): Reserve => {
  const sizeBytes = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

  return {
    keep: () => {
      try {
        if (sizeBytes() === reserveBytes) return;
        const { bavail, bsize } = statfsSync(dirname(file));
        if (bavail * bsize < leastFreeBytes) return;
        fill(file);
      } catch {
        // Without a reserve everything works but freeing room on a full disk.
        rmSync(file, { force: true });
      }
    },
    giveUp: () => {
      const left = sizeBytes() - givenUpAtOnce;
      if (left >= 0) truncateSync(file, left);
      return left >= 0;
    },
  };
};

/** With bytes that no file system packs. */
const fill = (file: string): void => {
  const handle = openSync(file, 'w');
  try {
    for (let written = 0; written < reserveBytes; ) written += writeSync(handle, randomBytes(givenUpAtOnce));
  } finally {
    closeSync(handle);
  }
};
