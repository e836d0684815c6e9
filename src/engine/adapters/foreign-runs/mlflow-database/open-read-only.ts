import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../../../../shared/errors.ts';

export interface ReadOnlyDatabase {
  readonly database: DatabaseSync;
  /** Errors: `conflict` when the file was written since it was opened, so that what was read may not belong together. */
  readonly requireUnchanged: () => void;
  readonly close: () => void;
}

const sideFiles = ['-wal', '-journal'] as const;
const copyAttempts = 5;

/**
 * Opens somebody else's SQLite file without a trace. A merely read-only connection makes `-wal` and `-shm` files beside a database in WAL
 * mode, and keeps writers waiting in the other modes; an immutable one does neither. Where a writer has left or holds a log, the pages
 * alone are not the whole truth: then a private copy is read, of the database with its log.
 *
 * This is Node's own SQLite (22.15 or newer, for the address) and not the project's better-sqlite3, which has no way to say `immutable`.
 * With `fromCopy` it is one in any case. Errors: `not-found`,
 * `data-malformed` (no SQLite file), `conflict` (written too fast to be copied).
 */
export const openReadOnly = async (
  file: string,
  { fromCopy = false }: { fromCopy?: boolean } = {},
): Promise<ReadOnlyDatabase> => {
  // Loaded when needed: a runtime without it still runs everything else.
  const sqlite = await import('node:sqlite');
  return prepared(file, fromCopy || hasLog(file) ? openCopy(sqlite, file) : openImmutable(sqlite, file));
};

const hasLog = (file: string): boolean => sideFiles.some((ending) => sizeOf(file + ending) > 0);

const restsAfterMs = 10_000;

/** Whether it was written so lately that it may be written while it is read. */
export const isBeingWritten = (file: string): boolean =>
  hasLog(file) || Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < restsAfterMs;

/** As above, and in a moment also where there is a log, which is then left out: enough to count roughly. */
export const openForCounting = async (file: string): Promise<ReadOnlyDatabase> =>
  prepared(file, openImmutable(await import('node:sqlite'), file));

const prepared = (file: string, opened: ReadOnlyDatabase): ReadOnlyDatabase => {
  try {
    // The schema is not ours: functions in it must not run with side effects.
    opened.database.exec('PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;');
    opened.database.prepare('SELECT count(*) FROM sqlite_master').get();
    return opened;
  } catch (cause) {
    opened.close();
    throw new EngineError('data-malformed', `${file} cannot be read as an SQLite database.`, {
      details: { path: file },
      cause,
    });
  }
};

type Sqlite = typeof import('node:sqlite');

const openImmutable = (sqlite: Sqlite, file: string): ReadOnlyDatabase => {
  const before = fingerprint(file);
  const address = pathToFileURL(file);
  address.search = '?immutable=1';
  const database = new sqlite.DatabaseSync(address, { readOnly: true });
  const requireUnchanged = () => {
    if (fingerprint(file) !== before) throw changed(file);
  };
  return { database, requireUnchanged, close: () => database.close() };
};

const openCopy = (sqlite: Sqlite, file: string): ReadOnlyDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-'));
  const removeCopy = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    copyUnchanged(file, copy);
    const database = new sqlite.DatabaseSync(copy);
    const close = () => {
      database.close();
      removeCopy();
    };
    return { database, requireUnchanged: () => undefined, close };
  } catch (thrown) {
    removeCopy();
    throw thrown;
  }
};

/** A copy during which nothing was written, or none. */
const copyUnchanged = (file: string, copy: string): void => {
  for (let attempt = 0; attempt < copyAttempts; attempt += 1) {
    const before = fingerprint(file);
    for (const ending of ['', ...sideFiles]) {
      rmSync(copy + ending, { force: true });
      // Where the file system can, this takes no time and no room.
      if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending, constants.COPYFILE_FICLONE);
    }
    if (fingerprint(file) === before) return;
  }
  throw changed(file);
};

const fingerprint = (file: string): string =>
  ['', ...sideFiles]
    .map((ending) => statSync(file + ending, { throwIfNoEntry: ending === '', bigint: true }))
    .map((status) => (status === undefined ? '' : `${status.size}:${status.mtimeNs}:${status.ino}`))
    .join(' ');

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const changed = (file: string): EngineError =>
  new EngineError(
    'conflict',
    `${file} was written to while it was read. Try again when nothing logs to it.`,
    {
      details: { path: file },
    },
  );
