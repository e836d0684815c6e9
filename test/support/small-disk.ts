import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

const mounted = (options: string): string | null => {
  const folder = temporaryFolder();
  if (!canMount) return null;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
};

/** A folder on a disk of its own with this much room; null where none may be mounted (that needs root on Linux). */
export const smallDisk = (sizeBytes: number): string | null => mounted(`size=${sizeBytes}`);

/** Leaves no byte free on a disk; answers the file that takes the room. */
export const fillDisk = (folder: string): string => {
  const path = join(folder, 'filling');
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096, 1));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown;
    return path;
  } finally {
    closeSync(file);
  }
};

/** A folder in which nothing can be written, for root neither; null where root cannot be kept out. */
export const readOnlyFolder = (): string | null => {
  if (process.getuid?.() === 0) return mounted('ro');
  const folder = temporaryFolder();
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  return folder;
};
