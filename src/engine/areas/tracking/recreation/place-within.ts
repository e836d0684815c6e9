import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/**
 * The full path of a place in a folder, with the folders on the way to it made. Null when that way leads out of the folder: over `..`, or
 * through a link that the commit holds.
 */
export const placeWithin = async (folder: string, path: string): Promise<string | null> => {
  const target = join(folder, path);
  const steps = relative(folder, target).split(sep);
  if (steps[0] === '..') return null;
  let parent = folder;
  for (const step of steps.slice(0, -1)) {
    parent = join(parent, step);
    const found = await lstat(parent).catch(() => null);
    if (found === null) break;
    if (!found.isDirectory()) return null;
  }
  await mkdir(dirname(target), { recursive: true });
  return target;
};
