import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { writeBackup } from './backups.ts';
import type { Migration } from './migrations/migration.ts';

/** "MDYD": tells our database from any other SQLite file. */
export const applicationId = 0x4d445944;

export const schemaVersionOf = (database: Database.Database): number =>
  database.pragma('user_version', { simple: true }) as number;

/** Throws unless `migrations` are numbered in strictly increasing order. */
export const checkOrder = (migrations: readonly Migration[]): void => {
  let previous = 0;
  for (const { number, name } of migrations) {
    if (!Number.isInteger(number) || number <= previous) {
      throw new Error(`Migration ${number} (${name}) does not follow ${previous}.`);
    }
    previous = number;
  }
};

/** Errors: `project-too-new`, and `not-a-project` for somebody else's SQLite file. Reads only. */
export const checkOrigin = (
  database: Database.Database,
  { file, migrations }: { file: string; migrations: readonly Migration[] },
): void => {
  const known = migrations.at(-1)?.number ?? 0;
  const version = schemaVersionOf(database);
  const owner = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number };
  if (owner !== applicationId && (version !== 0 || tables.count > 0)) {
    throw new EngineError('not-a-project', `${file} is a database, but not one of Modelyard’s.`, {
      details: { path: file },
    });
  }
  if (version > known) {
    throw new EngineError(
      'project-too-new',
      `This project was written by a newer Modelyard (database version ${version}, this one knows ${known}). ` +
        'Update Modelyard to open it; nothing was changed.',
      { details: { path: file, version, known } },
    );
  }
};

interface MigrationRequest {
  readonly migrations: readonly Migration[];
  /** Where a copy goes before each step; null for a database that is itself a copy. */
  readonly backupsFolder: string | null;
}

/** Brings the database to the newest version, each step in one transaction. A step that fails leaves the version before it. */
export const migrate = (
  database: Database.Database,
  { migrations, backupsFolder }: MigrationRequest,
): void => {
  // Tables that others refer to can only be rebuilt while references are not enforced; they are checked before each commit instead.
  database.pragma('foreign_keys = OFF');
  const isNew = schemaVersionOf(database) === 0;
  for (const migration of migrations) {
    if (migration.number <= schemaVersionOf(database)) continue;
    if (backupsFolder !== null && !isNew) {
      const step = `${String(migration.number).padStart(4, '0')}-${migration.name}`;
      writeBackup(database, join(backupsFolder, `before-${step}.db`));
    }
    database.transaction(() => apply(database, migration)).immediate();
  }
  database.pragma('foreign_keys = ON');
};

const apply = (database: Database.Database, { number, name, sql }: Migration): void => {
  database.exec(sql);
  const broken = database.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) throw new Error(`Migration ${number} (${name}) breaks ${broken.length} references.`);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${number}`);
};
