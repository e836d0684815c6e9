import { hash } from 'node:crypto';
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Sizes and times of files, by which it is seen that something was written. Nothing is opened. */

/** Of one file or folder; empty when it is not there, or nobody may look. A folder changes when something in it comes, goes or is renamed. */
export const stampOf = (path: string): string => {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${size}:${mtimeMs}`;
  } catch {
    return '';
  }
};

/** Of a folder and every file below it. Links are named, not followed. */
export const stampOfTree = (folder: string, depth = 0): string => {
  const parts: string[] = [];
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    parts.push(entry.name);
    if (entry.isDirectory()) parts.push(depth < maxDepth ? `(${stampOfTree(path, depth + 1)})` : '');
    else if (entry.isFile()) parts.push(stampOf(path));
  }
  return parts.join(' ');
};

const maxDepth = 48;

/**
 * Of a folder and the folders below it: what never changes once it is written needs no look at each file. Where the file system counts the
 * folders in a folder (two links are its own), one without any is not even listed.
 */
export const stampOfFolders = (folder: string, depth = 0): string => {
  const stamp = stampOf(folder);
  if (stamp === '' || depth === maxDepth || hasNoFolders(folder)) return stamp;
  const parts = [stamp];
  for (const entry of entriesOf(folder))
    if (entry.isDirectory()) parts.push(entry.name, stampOfFolders(join(folder, entry.name), depth + 1));
  return parts.join(' ');
};

const hasNoFolders = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false })?.nlink === 2;

const entriesOf = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch {
    return [];
  }
};

export const fingerprintOf = (parts: readonly string[]): string =>
  hash('sha1', parts.join('\n'), 'base64url');
