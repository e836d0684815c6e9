import { rename, rm, writeFile } from 'node:fs/promises';
import { withPlace } from '../shared/unwritable-file.ts';

/** Written beside its place, and under its name only when it is whole. Errors: those of `withPlace`. */
export const saveFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const unfinished = `${path}.unfinished-${process.pid}`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (thrown) {
    throw withPlace(thrown, path);
  } finally {
    await rm(unfinished, { force: true });
  }
};
