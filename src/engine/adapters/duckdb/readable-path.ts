import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFacts } from './file-facts.ts';
import { type Encoding, transcode } from './text-encoding.ts';

/** How many copies in UTF-8 are kept at a time. */
const keptCopies = 4;

/** The path that DuckDB reads: the file itself, or a copy in UTF-8 that is made once for each state of the file. */
export type ReadablePath = (path: string, encoding: Encoding, signal?: AbortSignal) => Promise<string>;

export const createReadablePaths = ({ folder }: { folder: () => string }): ReadablePath => {
  const copies = new Map<string, Promise<string>>();

  const makeCopy = async (
    key: string,
    path: string,
    encoding: Encoding,
    signal?: AbortSignal,
  ): Promise<string> => {
    const target = join(folder(), 'utf-8', `${createHash('sha256').update(key).digest('hex')}.txt`);
    mkdirSync(join(folder(), 'utf-8'), { recursive: true });
    try {
      await transcode({ path, encoding, target }, signal);
      return target;
    } catch (error) {
      copies.delete(key);
      await rm(target, { force: true });
      throw error;
    }
  };

  const forgetOldest = () => {
    const [oldest] = copies;
    if (copies.size <= keptCopies || oldest === undefined) return;
    copies.delete(oldest[0]);
    oldest[1].then((path) => rm(path, { force: true })).catch(() => {});
  };

  return async (path, encoding, signal) => {
    if (encoding === 'utf-8') return path;
    const { sizeBytes, modifiedAtMs } = await fileFacts(path);
    const key = JSON.stringify([path, encoding, sizeBytes, modifiedAtMs]);
    const copy = copies.get(key) ?? makeCopy(key, path, encoding, signal);
    copies.delete(key);
    copies.set(key, copy);
    forgetOldest();
    return copy;
  };
};
