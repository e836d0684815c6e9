import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';

export interface ProjectLock {
  release(): void;
}

/**
 * The right to write a project, for one engine at a time: an exclusive SQLite transaction on a file of its own. The operating
 * system lets go of it when the process ends, however it ends, so there is no stale lock and no guessing by process id.
 *
 * The lock file must never be opened by other means in this process: on POSIX systems closing any other descriptor of a file
 * drops the process's locks on it.
 *
 * @returns the lock, or null when another engine holds it. Error `permission-denied` when the folder cannot be written.
 */
export const takeProjectLock = (stateFolder: string): ProjectLock | null => {
  let database: Database.Database | undefined;
  try {
    database = new Database(join(stateFolder, 'lock.db'), { timeout: 0 });
    // In WAL mode an exclusive transaction would not keep others out; a rollback journal does.
    database.pragma('journal_mode = DELETE');
    // On a file that may not be written SQLite gives out even an exclusive transaction; only a write finds out.
    database.pragma('synchronous = OFF');
    markWritable(database);
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return null;
    throw explain(error, stateFolder);
  }
  const held = database;
  return { release: () => held.close() };
};

/** On a full disk the write fails too, but not because somebody may not write: the transaction alone holds then. */
const markWritable = (database: Database.Database): void => {
  try {
    database.pragma('user_version = 1');
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_FULL') throw error;
  }
};

const codeOf = (error: unknown) => (error instanceof Error ? (error as Error & { code?: string }).code : '');

const isBusy = (error: unknown) => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');

const explain = (error: unknown, stateFolder: string): unknown => {
  if (!/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(codeOf(error) ?? '')) return error;
  return new EngineError('permission-denied', `${stateFolder} cannot be written.`, { cause: error });
};
