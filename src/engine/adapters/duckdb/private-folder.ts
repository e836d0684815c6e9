import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../children/is-running.ts';

const prefix = 'modelyard-data-';

/** Removes what readers left behind that were killed before they could tidy up. */
const removeStrays = (parent: string): void => {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Another user's folder of a dead process: not ours to remove.
    }
  }
};

/** A folder only this user can read, for spilled queries, pages and transcoded files; gone when the process ends. */
export const makePrivateFolder = (parent = tmpdir()): { path: string; remove(): void } => {
  removeStrays(parent);
  const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  const remove = () => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.on('exit', remove);
  return { path, remove };
};
