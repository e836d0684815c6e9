import { rename, rm, writeFile } from 'node:fs/promises';

/** Written beside its place, and under its name only when it is whole. */
export const saveFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const unfinished = `${path}.unfinished-${process.pid}`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
};
