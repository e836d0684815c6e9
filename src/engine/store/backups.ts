import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { syncFolder } from './sync-folder.ts';

/** The most recently written backup, or null. */
export const newestBackup = (folder: string): string | null => {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(folder, name));
  const [newest] = files.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  return newest ?? null;
};

/**
 * A copy of the database as it is now, whole or not at all. VACUUM INTO reads one snapshot, WAL included, which a copy of the
 * file would not.
 */
export const writeBackup = (database: Database.Database, to: string): void => {
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = join(dirname(to), `.${basename(to)}.${process.pid}.unfinished`);
  rmSync(unfinished, { force: true });
  database.prepare('VACUUM INTO ?').run(unfinished);
  publishFile(unfinished, to);
};

/** The same for a database that is in use: a few pages at a time, so that the engine goes on answering. */
export const writeBackupInBackground = async (database: Database.Database, to: string): Promise<void> => {
  mkdirSync(dirname(to), { recursive: true });
  const unfinished = join(dirname(to), `.${basename(to)}.${process.pid}.unfinished`);
  rmSync(unfinished, { force: true });
  await database.backup(unfinished);
  publishFile(unfinished, to);
};

const publishFile = (unfinished: string, to: string): void => {
  const handle = openSync(unfinished, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, to);
  syncFolder(dirname(to));
};
