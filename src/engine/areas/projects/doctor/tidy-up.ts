import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { formatBytes } from '../../../../shared/model/format.ts';
import { pathSizeBytes } from '../folder-size.ts';
import type { Finding } from './examination.ts';

/** Files and folders that nobody needs any more, under the name of their check. */
export interface Leftovers {
  readonly name: string;
  readonly paths: readonly string[];
  /** What is said when there are none. */
  readonly none: string;
  /** What they are, after their size. */
  readonly described: string;
}

export const tidyUp = async ({ name, none, described, ...leftovers }: Leftovers): Promise<Finding> => {
  // What belonged to somebody may have been removed by them since it was listed.
  const paths = leftovers.paths.filter((path) => existsSync(path));
  if (paths.length === 0) return { name, isProblem: false, message: none };
  const sizes = await Promise.all(paths.map(pathSizeBytes));
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    name,
    isProblem: true,
    message: `${formatBytes(sizeBytes)} of ${described}: ${firstOf(paths)}.`,
    count: paths.length,
    remedy: { offer: 'Repairing removes them.', apply: () => removeAll(paths) },
  };
};

const firstOf = ([first = '', ...more]: readonly string[]): string =>
  more.length === 0 ? first : `${first} and ${more.length} more`;

const removeAll = async (paths: readonly string[]): Promise<string | null> => {
  const failures: string[] = [];
  for (const path of paths) {
    await rm(path, { recursive: true, force: true }).catch((thrown: Error) => failures.push(thrown.message));
  }
  return failures.length === 0 ? null : `Not all could be removed: ${failures[0]}.`;
};

/** Nothing for a folder that is not there. */
export const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
};
