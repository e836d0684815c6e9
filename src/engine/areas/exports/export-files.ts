import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExportedFile } from '../../store/exports.ts';

/** The file that says what a folder is, so that a later export may replace it. */
export const markerFile = 'modelyard-export.json';
export const checksumFile = 'checksums.txt';

/** All files below a folder with size and digest, sorted by path. */
export async function describeFiles(folder: string): Promise<ExportedFile[]> {
  const paths = await listFiles(folder, '');
  return Promise.all(
    paths.sort().map(async (path) => {
      const file = join(folder, path);
      return { path, sizeBytes: (await stat(file)).size, digest: await digestOfFile(file) };
    }),
  );
}

async function listFiles(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const lists = await Promise.all(
    entries.map((entry) => {
      const path = posix.join(below, entry.name);
      return entry.isDirectory() ? listFiles(folder, path) : [path];
    }),
  );
  return lists.flat();
}

export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** What `sha256sum --check` reads. */
export const checksumText = (files: readonly ExportedFile[]): string =>
  files.map(({ digest, path }) => `${digest}  ${path}\n`).join('');

/** Compares files with what was recorded. A file whose size and time have not changed since it was found good is not read again. */
export function createIntegrityCheck() {
  const good = new Map<string, string>();

  const isGood = async (folder: string, { path, sizeBytes, digest }: ExportedFile): Promise<boolean> => {
    const file = join(folder, path);
    const found = await stat(file).catch(() => null);
    if (found === null || found.size !== sizeBytes) return false;
    const state = `${digest} ${found.size} ${found.mtimeMs} ${found.ino}`;
    if (good.get(file) === state) return true;
    if ((await digestOfFile(file)) !== digest) return false;
    good.set(file, state);
    return true;
  };

  return async (folder: string, files: readonly ExportedFile[]): Promise<boolean> => {
    for (const file of files) if (!(await isGood(folder, file))) return false;
    return files.length > 0;
  };
}
