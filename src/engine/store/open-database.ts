import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { numberOf } from '../../shared/query/literals.ts';
import { type Pattern, patternOf } from '../../shared/query/pattern.ts';
import type { Reserve } from '../ports/store-handles.ts';
import { checkOrigin, migrate, schemaVersionOf } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { damaged, isFullDisk, isRefusalToWrite, sqliteCode } from './sqlite-errors.ts';

export interface OpenedDatabase {
  readonly database: Database.Database;
  readonly isReadOnly: boolean;
  /** Is a full disk why it can only be read? */
  readonly isDiskFull: boolean;
  /** Closes it, and removes the copy if it is one. */
  readonly close: () => void;
}

export interface DatabaseRequest {
  readonly file: string;
  readonly backupsFolder: string;
  readonly migrations: readonly Migration[];
  readonly newestBackup: () => string | null;
  readonly reserve?: Pick<Reserve, 'giveUp'> | undefined;
}

const busyTimeoutMs = 5000;
/** Addresses, not memory; what lies beyond in the file is read as usual. */
const mappedBytes = 2 ** 31 - 2 ** 16;
/** Up to this size the whole database is checked when it is opened, which takes some tens of milliseconds. */
const checkedAtOpenBytes = 16 * 1024 * 1024;

/** Opens for writing; where the file system refuses that, or is full and has no reserve, for reading. */
export const openDatabase = (request: DatabaseRequest): OpenedDatabase => {
  requireNodeApi();
  requireContent(request);
  try {
    return openForWriting(request, { path: request.file, backupsFolder: request.backupsFolder });
  } catch (thrown) {
    const code = sqliteCode(thrown);
    if (code === undefined || !existsSync(request.file)) throw thrown;
    if (isFullDisk(code) && request.reserve?.giveUp() === true) return openDatabase(request);
    if (isFullDisk(code)) return { ...openOnFullDisk(request), isDiskFull: true };
    if (!isRefusalToWrite(code)) throw thrown;
    return openForReading(request);
  }
};

/** Pages are read where the system has them instead of being copied one by one: a column of a large table takes two thirds of the time. */
const readFromMemory = (database: Database.Database): void => {
  database.pragma(`mmap_size = ${mappedBytes}`);
};

const keptPatterns = 32;

/** What queries over runs need and SQLite leaves to the application. */
const addFunctions = (database: Database.Database): void => {
  // The operator REGEXP. A pattern that cannot be read matches nothing. One is asked of many texts, and compiled once for them.
  const compiled = new Map<string, Pattern | null>();
  database.function('regexp', { deterministic: true }, (pattern, text) => {
    if (text === null) return 0;
    const source = String(pattern);
    let known = compiled.get(source);
    if (known === undefined) {
      if (compiled.size === keptPatterns) compiled.clear();
      known = patternOf(source);
      compiled.set(source, known);
    }
    return known?.occursIn(String(text)) === true ? 1 : 0;
  });
  // The number that a text is as a whole, else NULL; CAST would take `2026-11-01` for 2026 and `auto` for 0.
  database.function('number_of', { deterministic: true }, (text) =>
    typeof text === 'string' ? numberOf(text) : null,
  );
};

/** Opens the file at `path`, which is `request.file` or a copy of it; errors name the former. */
const openForWriting = (
  request: DatabaseRequest,
  { path, backupsFolder }: { path: string; backupsFolder: string | null },
): OpenedDatabase => {
  const database = new Database(path, { timeout: busyTimeoutMs });
  try {
    checkOrigin(database, request);
    checkPages(database, request);
    database.pragma('journal_mode = WAL');
    // FULL: a committed transaction is on the disk, not only in the system's memory.
    database.pragma('synchronous = FULL');
    // Moving the log into the database waits for the disk several times; four times the usual size makes that rarer for long trainings.
    database.pragma('wal_autocheckpoint = 4000');
    readFromMemory(database);
    // SQLite opens a file it may not write without a word; the first transaction would find out.
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    migrate(database, { migrations: request.migrations, backupsFolder });
    addFunctions(database);
    return { database, isReadOnly: false, isDiskFull: false, close: () => database.close() };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

/** Reads in place where that works, and sees what another engine writes meanwhile; a copy otherwise. */
export const openForReading = (request: DatabaseRequest): OpenedDatabase => {
  requireNodeApi();
  requireContent(request);
  return openInPlace(request) ?? openCopy(request);
};

/** Undefined where SQLite cannot read in place: WAL needs a writable folder, an older database needs migrations. */
const openInPlace = (request: DatabaseRequest): OpenedDatabase | undefined => {
  let database: Database.Database | undefined;
  try {
    database = new Database(request.file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
    checkOrigin(database, request);
    checkPages(database, request);
    const opened = database;
    if (schemaVersionOf(database) === request.migrations.at(-1)?.number) {
      readFromMemory(database);
      addFunctions(database);
      return { database, isReadOnly: true, isDiskFull: false, close: () => opened.close() };
    }
  } catch (thrown) {
    const code = sqliteCode(thrown);
    if (code === undefined || !(isRefusalToWrite(code) || isFullDisk(code))) {
      database?.close();
      throw thrown;
    }
  }
  database?.close();
  return undefined;
};

/** The folder for copies often lies on the same disk. */
const openOnFullDisk = (request: DatabaseRequest): OpenedDatabase => {
  try {
    return openForReading(request);
  } catch (thrown) {
    const code = sqliteCode(thrown) ?? (thrown as NodeJS.ErrnoException).code;
    if (code !== 'ENOSPC' && !(code !== undefined && isFullDisk(code))) throw thrown;
    return openAlone(request);
  }
};

/** With the database to itself SQLite keeps in memory what it else writes into a file beside it. Other processes cannot read meanwhile. */
const openAlone = (request: DatabaseRequest): OpenedDatabase => {
  const database = new Database(request.file, { fileMustExist: true, timeout: busyTimeoutMs });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    checkOrigin(database, request);
    checkPages(database, request);
    database.pragma('query_only = ON');
    addFunctions(database);
    return { database, isReadOnly: true, isDiskFull: true, close: () => database.close() };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

const openCopy = (request: DatabaseRequest): OpenedDatabase => {
  const folder = mkdtempSync(join(tmpdir(), 'modelyard-'));
  const copy = join(folder, 'project.db');
  const removeCopy = () => rmSync(folder, { recursive: true, force: true });
  try {
    copyFileSync(request.file, copy);
    // What was committed last may still lie in the write-ahead log.
    if (existsSync(`${request.file}-wal`)) copyFileSync(`${request.file}-wal`, `${copy}-wal`);
    const { database } = openForWriting(request, { path: copy, backupsFolder: null });
    database.pragma('query_only = ON');
    const close = () => {
      database.close();
      removeCopy();
    };
    return { database, isReadOnly: true, isDiskFull: false, close };
  } catch (thrown) {
    removeCopy();
    throw thrown;
  }
};

/** better-sqlite3 is built for Node-API 10; an older Node does not refuse it, it crashes. */
const requireNodeApi = (): void => {
  const version = Number(process.versions.napi ?? 0);
  if (version >= 10) return;
  throw new EngineError(
    'unavailable',
    `Modelyard’s engine needs Node 22.14 or newer; this is Node ${process.versions.node}.`,
    { details: { node: process.versions.node, nodeApi: version } },
  );
};

/** SQLite takes a missing or emptied file for a new database. Where there are backups, it is a lost one. */
const requireContent = ({ file, newestBackup }: DatabaseRequest): void => {
  if (existsSync(file) && (statSync(file).size > 0 || existsSync(`${file}-wal`))) return;
  const backup = newestBackup();
  if (backup !== null) throw damaged(file, backup);
};

const checkPages = (database: Database.Database, { file, newestBackup }: DatabaseRequest): void => {
  if (statSync(file).size > checkedAtOpenBytes) return;
  const findings = database.pragma('quick_check(1)') as { quick_check: string }[];
  if (findings.some((finding) => finding.quick_check !== 'ok')) throw damaged(file, newestBackup());
};
