import type Database from 'better-sqlite3';
import { EngineError, isFullDiskError } from '../../shared/errors.ts';
import type { Reserve, Store, Writer } from '../ports/store-handles.ts';
import type { Clock, Logger } from '../ports/surroundings.ts';
import { newestBackup, writeBackupInBackground } from './backups.ts';
import { createHandles } from './handles.ts';
import { checkOrder, schemaVersionOf } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { openDatabase, openForReading } from './open-database.ts';
import { translateSqliteError } from './sqlite-errors.ts';

export interface StoreRequest {
  /** `project.db`; made when it is missing, in a folder that exists. */
  readonly file: string;
  readonly backupsFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Open for reading only, beside an engine that writes. */
  readonly readOnly?: boolean;
  /** What is given up of a full disk before the database is opened for reading only. */
  readonly reserve?: Pick<Reserve, 'giveUp'>;
  readonly migrations?: readonly Migration[];
}

export interface OpenedStore extends Store {
  /** True as well when the file system refused writing or is full; every `write` then fails with `refusal`. */
  readonly isReadOnly: boolean;
  /** Why it cannot be written, for when something is to be: `permission-denied` or `disk-full`. */
  readonly refusal: () => EngineError;
  readonly schemaVersion: number;
  /** Copies the database as it is to the file `to`, whole or not at all, while the engine goes on. */
  backup(to: string): Promise<void>;
  /** What is wrong with the database, in SQLite's words; nothing when it is whole. Yields between tables. */
  integrityCheck(): Promise<string[]>;
  close(): void;
}

/**
 * Opens a project's database and brings it to this version's shape, with a backup before each step.
 *
 * Errors: `project-too-new`, `project-damaged`, `not-a-project`, `permission-denied`, `disk-full`, `unavailable`.
 */
export const openStore = (request: StoreRequest): OpenedStore => {
  const { file, backupsFolder, clock, logger, migrations = allMigrations, reserve } = request;
  checkOrder(migrations);
  const files = { file, newestBackup: () => newestBackup(backupsFolder) };
  const translate = (thrown: unknown) => translateSqliteError(thrown, files);
  const translated = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (thrown) {
      throw translate(thrown);
    }
  };

  const openedAtMs = clock.nowMs();
  const open = request.readOnly ? openForReading : openDatabase;
  const { database, isReadOnly, isDiskFull, close } = translated(() =>
    open({ ...files, backupsFolder, migrations, reserve }),
  );
  const schemaVersion = schemaVersionOf(database);
  if (isDiskFull) logger.error('The disk is full; the project is open for reading only', { file });
  logger.info('Database opened', { schemaVersion, isReadOnly, durationMs: clock.nowMs() - openedAtMs });

  const refusal = () => (isDiskFull ? fullDisk(file, backupsFolder) : readOnlyProject(file));
  const { reader, writer } = createHandles({ database, logger, translate });
  const write: Store['write'] = (work) => {
    if (isReadOnly) throw refusal();
    return translated(() => inTransaction(database, writer, work));
  };
  return {
    reader,
    isReadOnly,
    refusal,
    schemaVersion,
    write,
    writeFreeing: (work) => {
      let isLogMoved = false;
      for (;;) {
        try {
          return write(work);
        } catch (thrown) {
          if (!isFullDiskError(thrown) || isReadOnly) throw thrown;
          const isFirst = !isLogMoved;
          isLogMoved = true;
          // Moving the log needs room itself, where the database has grown, and would use the reserve up for nothing.
          if (!(isFirst && moveLog(database)) && reserve?.giveUp() !== true) throw thrown;
        }
      }
    },
    backup: async (to) => {
      try {
        await writeBackupInBackground(database, to);
      } catch (thrown) {
        throw translate(thrown);
      }
    },
    integrityCheck: () => findDamage(database),
    close,
  };
};

/**
 * `write` promises that its work is durable when it returns. Inside another `write` that would be a lie, so the inner one is refused;
 * whoever is in a transaction already has its writer and passes it on.
 */
const inTransaction = <Result>(
  database: Database.Database,
  writer: Writer,
  work: (writer: Writer) => Result,
): Result => {
  if (database.inTransaction) throw new Error('Already in a transaction: pass its writer on.');
  return database
    .transaction(() => {
      const result = work(writer);
      if (result instanceof Promise) throw new Error('A transaction cannot wait: no await inside.');
      return result;
    })
    .immediate();
};

/** What was written last goes from the log into the database, so that the log begins anew in the room that it has. True if that is so. */
const moveLog = (database: Database.Database): boolean => {
  try {
    const [moved] = database.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
    return moved !== undefined && moved.log > 0 && moved.log === moved.checkpointed;
  } catch {
    return false;
  }
};

const readOnlyProject = (file: string): EngineError =>
  new EngineError(
    'permission-denied',
    'This project is open for reading only: its folder cannot be written, or another Modelyard writes it.',
    { details: { path: file } },
  );

const fullDisk = (file: string, backupsFolder: string): EngineError =>
  new EngineError(
    'disk-full',
    `The disk that holds ${file} is full, so the project is open for reading only. Free some space outside the project, or delete old copies in ${backupsFolder}, and open the project again.`,
    { details: { path: file } },
  );

const findDamage = async (database: Database.Database): Promise<string[]> => {
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  const findings: string[] = [];
  for (const table of ['sqlite_schema', ...tables]) {
    const rows = database.pragma(`integrity_check('${table}')`) as { integrity_check: string }[];
    findings.push(...rows.map((row) => row.integrity_check).filter((text) => text !== 'ok'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const broken = database.pragma('foreign_key_check') as {
    table: string;
    rowid: number | null;
    parent: string;
  }[];
  findings.push(...broken.map((row) => `a row of ${row.table} refers to a missing row of ${row.parent}`));
  return findings;
};
