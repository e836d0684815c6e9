import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withPlace } from '../shared/unwritable-file.ts';

/** Written beside its place, and under its name only when it is whole. Errors: those of `withPlace`. */
export const saveFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const unfinished = `${path}.unfinished-${process.pid}`;
  await removeStrays(path);
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (thrown) {
    throw withPlace(thrown, path);
  } finally {
    await rm(unfinished, { force: true });
  }
};

/** What was left beside this place by a Modelyard that was killed while it wrote there. */
const removeStrays = async (path: string): Promise<void> => {
  const stem = `${basename(path)}.unfinished-`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(stem)))
    if (/^\d+$/.test(name.slice(stem.length)) && !isRunning(Number(name.slice(stem.length))))
      await rm(join(dirname(path), name), { force: true }).catch(() => undefined);
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
};
