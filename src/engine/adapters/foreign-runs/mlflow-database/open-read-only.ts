import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../../../../shared/errors.ts';
import { systemCode } from '../guarded-files.ts';

export interface ReadOnlyDatabase {
  readonly database: DatabaseSync;
  /** Errors: `conflict` when the file was written since it was opened, so that what was read may not belong together. */
  readonly requireUnchanged: () => void;
  readonly close: () => void;
}

const sideFiles = ['-wal', '-journal'] as const;
/** Copies made without a lock, before one is made that writers notice; more of a small file. */
const copyAttempts = 2;
const copiesForMs = 200;
/** Writers wait longer than this for a lock before they give up: Python's sqlite3, and so MLflow, five seconds. */
const lockedAtMostMs = 2000;
const waitsForLockMs = 1000;
const chunkBytes = 4 * 1024 * 1024;

/**
 * Opens somebody else's SQLite file without a trace. A merely read-only connection makes `-wal` and `-shm` files beside a database in WAL
 * mode, and keeps writers waiting in the other modes; an immutable one does neither. Where a writer has left or holds a log, the pages
 * alone are not the whole truth: then a private copy is read, of the database with its log.
 *
 * A large file that is written all the time cannot be copied between two writes. In WAL mode it is then copied from within one reading
 * transaction: nobody waits for that, nothing is made beside the file, and the log only grows meanwhile (a writer that closes the file in
 * these moments leaves its log there, as after a crash; the next one that opens it takes it in). In the other modes it is copied under a
 * shared lock: a commit waits for the length of one copy, two seconds at most, and no write fails. A file whose copy takes longer is not
 * locked at all.
 *
 * This is Node's own SQLite (22.16 or newer, for the address and the copy) and not the project's better-sqlite3, which has no way to say `immutable`.
 * With `fromCopy` it is one in any case, in `copiesFolder`. Errors: `not-found`,
 * `data-malformed` (no SQLite file), `conflict` (written too fast to be copied).
 */
export const openReadOnly = async (
  file: string,
  {
    fromCopy = false,
    copiesFolder = tmpdir(),
  }: { fromCopy?: boolean; copiesFolder?: string | undefined } = {},
): Promise<ReadOnlyDatabase> => {
  requireFile(file);
  // Loaded when needed: a runtime without it still runs everything else.
  const sqlite = await import('node:sqlite');
  return prepared(
    file,
    fromCopy || hasLog(file) ? await openCopy(sqlite, file, copiesFolder) : openImmutable(sqlite, file),
  );
};

const requireFile = (file: string): void => {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw noDatabase(file);
};

const hasLog = (file: string): boolean => sideFiles.some((ending) => sizeOf(file + ending) > 0);

const restsAfterMs = 10_000;

/** Whether it was written so lately that it may be written while it is read. */
export const isBeingWritten = (file: string): boolean =>
  hasLog(file) || Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < restsAfterMs;

/** As above, and in a moment also where there is a log, which is then left out: enough to count roughly. */
export const openForCounting = async (file: string): Promise<ReadOnlyDatabase> =>
  prepared(file, openImmutable(await import('node:sqlite'), file));

/**
 * What `read` makes of the file as it lies there, of one moment; null when somebody wrote meanwhile, or only a copy can be read now. Nothing
 * is locked but for what readers of a log lock for each other, and nothing is made beside the file.
 */
export const readInPlace = async <Answer>(
  file: string,
  read: (opened: Pick<ReadOnlyDatabase, 'database'>) => Answer,
): Promise<{ readonly answer: Answer } | null> => {
  requireFile(file);
  const sqlite = await import('node:sqlite');
  return sizeOf(`${file}-wal`) > 0 ? readSnapshot(sqlite, file, read) : readUnchanged(sqlite, file, read);
};

const readSnapshot = <Answer>(
  sqlite: Sqlite,
  file: string,
  read: (opened: Pick<ReadOnlyDatabase, 'database'>) => Answer,
): { answer: Answer } | null => {
  const database = openSnapshot(sqlite, file);
  if (database === null) return null;
  try {
    return { answer: read({ database }) };
  } finally {
    database.close();
  }
};

const readUnchanged = <Answer>(
  sqlite: Sqlite,
  file: string,
  read: (opened: Pick<ReadOnlyDatabase, 'database'>) => Answer,
): { answer: Answer } | null => {
  const before = fingerprint(file);
  if (hasLog(file)) return null;
  try {
    const opened = prepared(file, openImmutable(sqlite, file));
    try {
      const answer = read(opened);
      return fingerprint(file) === before ? { answer } : null;
    } finally {
      opened.close();
    }
  } catch (thrown) {
    // Pages of different moments can look like damage.
    if (fingerprint(file) !== before) return null;
    throw thrown;
  }
};

/** The schema is not ours: functions in it must not run with side effects. */
const distrust = 'PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;';

const prepared = (file: string, opened: ReadOnlyDatabase): ReadOnlyDatabase => {
  try {
    opened.database.exec(distrust);
    opened.database.prepare('SELECT count(*) FROM sqlite_master').get();
    return opened;
  } catch (cause) {
    opened.close();
    throw noDatabase(file, cause);
  }
};

const noDatabase = (file: string, cause?: unknown): EngineError =>
  new EngineError('data-malformed', `${file} cannot be read as an SQLite database.`, {
    details: { path: file },
    cause,
  });

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

const openCopy = async (sqlite: Sqlite, file: string, copiesFolder: string): Promise<ReadOnlyDatabase> => {
  const folder = mkdtempSync(join(copiesFolder, 'modelyard-'));
  const removeCopy = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, 'copy.db');
    await copyWhole(sqlite, file, copy);
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

const copyWhole = async (sqlite: Sqlite, file: string, copy: string): Promise<void> => {
  let shortestMs = Number.POSITIVE_INFINITY;
  const endMs = performance.now() + copiesForMs;
  for (let attempt = 0; attempt < copyAttempts || performance.now() < endMs; attempt += 1) {
    const startedAtMs = performance.now();
    if (copyUnchanged(file, copy)) return;
    shortestMs = Math.min(shortestMs, performance.now() - startedAtMs);
  }
  for (const ending of ['', ...sideFiles]) rmSync(copy + ending, { force: true });
  const isCopied = isInWalMode(file)
    ? await copySnapshot(sqlite, file, copy)
    : shortestMs < lockedAtMostMs && copyLocked(sqlite, file, copy);
  if (!isCopied) throw changed(file);
};

/** False when something was written meanwhile. */
const copyUnchanged = (file: string, copy: string): boolean => {
  const before = fingerprint(file);
  for (const ending of ['', ...sideFiles]) {
    rmSync(copy + ending, { force: true });
    // Where the file system can, this takes no time and no room. A log may go at any moment.
    if (existsSync(file + ending)) copyIfThere(file + ending, copy + ending);
  }
  return fingerprint(file) === before;
};

const copyIfThere = (file: string, copy: string): void => {
  try {
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') throw thrown;
  }
};

const headerOf = (file: string): Buffer => {
  const header = Buffer.alloc(28);
  const source = openSync(file, 'r');
  try {
    readSync(source, header, 0, header.length, 0);
  } finally {
    closeSync(source);
  }
  return header;
};

/** The version with which a file is to be written and read, in its header: 2 says that there is a write-ahead log. */
const isInWalMode = (file: string): boolean => headerOf(file)[19] === 2;

/** Counts commits in all modes without a write-ahead log, also such as come within one tick of the file system's clock. */
const commitsOf = (file: string): number => headerOf(file).readUInt32BE(24);

/** A connection that reads the file with its log; null where no writer has its shared memory there. */
const openSnapshot = (sqlite: Sqlite, file: string): DatabaseSync | null => {
  if (!['-wal', '-shm'].every((ending) => existsSync(file + ending)) || !isInWalMode(file)) return null;
  const address = pathToFileURL(file);
  // Leaves the writers’ shared memory as it is, and makes none.
  address.search = '?readonly_shm=1';
  return openForMoments(sqlite, address);
};

const copySnapshot = async (sqlite: Sqlite, file: string, copy: string): Promise<boolean> => {
  const source = openSnapshot(sqlite, file);
  if (source === null) return false;
  try {
    // All pages at once: in parts, each write would begin it anew.
    await sqlite.backup(source, copy, { rate: 2 ** 31 - 1 });
    return true;
  } finally {
    source.close();
  }
};

/** Nothing is written to the file itself while it is read; what others are about to write lies in memory and a journal. */
const copyLocked = (sqlite: Sqlite, file: string, copy: string): boolean => {
  const lock = openForMoments(sqlite, pathToFileURL(file));
  if (lock === null) return false;
  try {
    return copyInTime(file, copy);
  } finally {
    lock.close();
  }
};

/** A connection in the middle of reading, or null when none is to be had. */
const openForMoments = (sqlite: Sqlite, address: URL): DatabaseSync | null => {
  const database = new sqlite.DatabaseSync(address, { readOnly: true, timeout: waitsForLockMs });
  try {
    database.exec(`${distrust} BEGIN; SELECT count(*) FROM sqlite_master;`);
    return database;
  } catch {
    database.close();
    return null;
  }
};

/** The lock ends when the file is closed here, not before. */
const copyInTime = (file: string, copy: string): boolean => {
  const endMs = performance.now() + lockedAtMostMs;
  const source = openSync(file, 'r');
  const target = openSync(copy, 'w');
  try {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const byteCount = readSync(source, chunk);
      if (byteCount === 0) return true;
      if (performance.now() > endMs) return false;
      for (let start = 0; start < byteCount; ) start += writeSync(target, chunk, start, byteCount - start);
    }
  } finally {
    closeSync(target);
    closeSync(source);
  }
};

const fingerprint = (file: string): string =>
  ['', ...sideFiles]
    .map((ending) => statSync(file + ending, { throwIfNoEntry: ending === '', bigint: true }))
    .map((status) => (status === undefined ? '' : `${status.size}:${status.mtimeNs}:${status.ino}`))
    .concat(String(commitsOf(file)))
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
