import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { applicationId } from './migrate.ts';
import { syncFolder } from './sync-folder.ts';

/** The database with what SQLite keeps beside it. */
const partsOf = (file: string) => [file, `${file}-wal`, `${file}-shm`];

/**
 * Puts the newest sound backup in the place of a damaged database, and the damaged one aside under a name of its own. To be called by
 * who holds the project's lock, while the database is closed.
 *
 * @returns the backup that was used and where the damaged file is now; null when there is no sound backup, and nothing was changed
 */
export const restoreDatabase = ({
  file,
  backupsFolder,
  nowMs,
}: {
  file: string;
  backupsFolder: string;
  nowMs: number;
}): { backup: string; damagedFile: string; backedUpAtMs: number } | null => {
  const backup = backupsIn(backupsFolder).find(isSound);
  if (backup === undefined) return null;
  const damagedFile = `${file}.damaged-${nowMs}`;
  const copy = `${file}.restored`;
  rmSync(copy, { force: true });
  copyFileSync(backup, copy);
  for (const [index, part] of partsOf(file).entries()) {
    if (existsSync(part)) renameSync(part, partsOf(damagedFile)[index]!);
  }
  renameSync(copy, file);
  syncFolder(dirname(file));
  return { backup, damagedFile, backedUpAtMs: Math.round(statSync(backup).mtimeMs) };
};

/** Newest first. */
const backupsIn = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.db'))
    .map((name) => join(folder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);

const isSound = (file: string): boolean => {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    return (
      database.pragma('application_id', { simple: true }) === applicationId &&
      database.pragma('integrity_check(1)', { simple: true }) === 'ok'
    );
  } catch {
    return false;
  } finally {
    database?.close();
  }
};
