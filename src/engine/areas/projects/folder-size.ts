import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a folder; 0 when it is not there. */
export const folderSizeBytes = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let total = 0;
  for (const entry of entries) {
    if (entry.isFile()) total += await fileSizeBytes(join(entry.parentPath, entry.name));
  }
  return total;
};

/** Of a file, or of all files below a folder. */
export const pathSizeBytes = async (path: string): Promise<number> => {
  const facts = await lstat(path).catch(() => null);
  if (facts === null) return 0;
  return facts.isDirectory() ? folderSizeBytes(path) : facts.size;
};

export const fileSizeBytes = (file: string): Promise<number> =>
  stat(file).then(
    (facts) => facts.size,
    () => 0,
  );
