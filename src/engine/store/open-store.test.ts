import {
  chmodSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTestStore, silentLogger, tickingClock } from '../../../test/support/open-test-store.ts';
import { fillDisk, smallDisk } from '../../../test/support/small-disk.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Writer } from '../ports/store-handles.ts';
import { migrations as shipped } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { openStore } from './open-store.ts';

const request = (folder: string) => ({
  file: join(folder, 'project.db'),
  backupsFolder: join(folder, 'backups'),
  clock: tickingClock(),
  logger: silentLogger,
});

const addExperiment = (name: string) => (writer: Writer) =>
  writer.run('INSERT INTO experiments (name, created_at_ms, updated_at_ms) VALUES (?, 1, 1)', [name]);

const namesIn = (store: ReturnType<typeof openStore>) =>
  store.reader
    .all<{ name: string }>('SELECT name FROM experiments WHERE id > 0 ORDER BY name')
    .map((row) => row.name);

/** A closed project with one experiment in it. */
const projectFolder = (): string => {
  const folder = temporaryFolder();
  const store = openStore(request(folder));
  store.write(addExperiment('kept'));
  store.close();
  return folder;
};

const errorOf = (work: () => unknown): EngineError => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof EngineError) return thrown;
    throw thrown;
  }
  throw new Error('It did not fail.');
};

const newest = shipped.at(-1)!.number;
const next: Migration = {
  number: newest + 1,
  name: 'note',
  sql: 'ALTER TABLE experiments ADD COLUMN note TEXT;',
};
const backupName = `before-${String(next.number).padStart(4, '0')}-note.db`;

describe('transactions', () => {
  it('keep everything or nothing', () => {
    const store = openTestStore();
    expect(() =>
      store.write((writer) => {
        addExperiment('lost')(writer);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    store.write(addExperiment('kept'));
    expect(namesIn(store)).toEqual(['kept']);
  });

  it('are refused inside one another, because the inner one would not be durable when it returns', () => {
    const store = openTestStore();
    expect(() => store.write(() => store.write(addExperiment('inner')))).toThrow('pass its writer on');
    store.write(addExperiment('after'));
    expect(namesIn(store)).toEqual(['after']);
  });

  it('cannot wait', () => {
    const store = openTestStore();
    expect(() => store.write(async (writer) => addExperiment('lost')(writer))).toThrow('no await');
    expect(namesIn(store)).toEqual([]);
  });

  it('are visible to another connection once they returned', () => {
    const store = openTestStore();
    store.write(addExperiment('kept'));
    const other = new Database(join(store.folder, 'project.db'), { readonly: true });
    onTestFinished(() => void other.close());
    expect(other.prepare('SELECT name FROM experiments WHERE id > 0').pluck().all()).toEqual(['kept']);
  });

  it('enforce references and wait for the disk', () => {
    const store = openTestStore();
    expect(() =>
      store.write((writer) =>
        writer.run('INSERT INTO run_tags (run_number, key_number, value) VALUES (?, ?, ?)', [9, 9, 'b']),
      ),
    ).toThrow(/FOREIGN KEY/);
    expect(store.reader.get('SELECT journal_mode FROM pragma_journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(store.reader.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  });
});

describe('readers', () => {
  it('cannot write, not even with RETURNING', () => {
    const { reader } = openTestStore();
    expect(() =>
      reader.get(
        "INSERT INTO experiments (name, created_at_ms, updated_at_ms) VALUES ('x', 1, 1) RETURNING id",
      ),
    ).toThrow('A reader cannot write');
  });

  it('can ask the same question while they iterate its answer', () => {
    const store = openTestStore();
    store.write((writer) => ['a', 'b'].map((name) => addExperiment(name)(writer)));
    const sql = 'SELECT name FROM experiments WHERE id > 0 ORDER BY name';
    const pairs = [...store.reader.iterate<{ name: string }>(sql)].map((row) => [
      row.name,
      store.reader.all(sql).length,
    ]);
    expect(pairs).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    for (const row of store.reader.iterate<{ name: string }>(sql)) {
      expect(store.reader.all(sql)).toHaveLength(2);
      expect(['a', 'b']).toContain(row.name);
    }
  });

  it('report slow queries by their first line, and only those', () => {
    const warnings: unknown[] = [];
    const store = openTestStore({
      logger: { ...silentLogger, warn: (message, facts) => void warnings.push([message, facts?.sql]) },
    });
    const countTo = (n: number) =>
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${n})\nSELECT count(*) AS count FROM numbers`;
    store.reader.get(countTo(1));
    expect(warnings).toEqual([]);
    store.reader.get(countTo(2_000_000));
    expect(warnings).toEqual([['Slow query', countTo(2_000_000).split('\n')[0]]]);
  });
});

describe('migrations', () => {
  it('bring an older database up to date, after a backup of it', () => {
    const folder = projectFolder();
    const store = openStore({ ...request(folder), migrations: [...shipped, next] });
    onTestFinished(() => store.close());
    expect(store.schemaVersion).toBe(next.number);
    expect(store.reader.all('SELECT name, note FROM experiments WHERE id > 0')).toEqual([
      { name: 'kept', note: null },
    ]);

    const backup = new Database(join(folder, 'backups', backupName), { readonly: true });
    onTestFinished(() => void backup.close());
    expect(backup.pragma('user_version', { simple: true })).toBe(newest);
    expect(backup.prepare('SELECT name FROM experiments WHERE id > 0').pluck().all()).toEqual(['kept']);
  });

  it('need no backup of a database that is new', () => {
    const folder = temporaryFolder();
    openStore({ ...request(folder), migrations: shipped }).close();
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  it('leave the version before them when they fail', () => {
    const folder = projectFolder();
    const failing = { ...next, sql: `${next.sql} INSERT INTO no_such_table VALUES (1);` };
    expect(() => openStore({ ...request(folder), migrations: [...shipped, failing] })).toThrow(
      /no_such_table/,
    );
    const store = openStore(request(folder));
    onTestFinished(() => store.close());
    expect(store.schemaVersion).toBe(newest);
    expect(namesIn(store)).toEqual(['kept']);
  });

  it('may not break references', () => {
    const folder = projectFolder();
    const breaking = {
      ...next,
      sql: "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (99, 'key', 'value');",
    };
    expect(() => openStore({ ...request(folder), migrations: [...shipped, breaking] })).toThrow(
      'breaks 1 references',
    );
  });

  it('must be numbered upwards', () => {
    const folder = temporaryFolder();
    const twice = [...shipped, next, { ...next, name: 'again' }];
    expect(() => openStore({ ...request(folder), migrations: twice })).toThrow(
      `does not follow ${next.number}`,
    );
  });

  it('are never undone: a newer database is refused and left alone', () => {
    const folder = projectFolder();
    openStore({ ...request(folder), migrations: [...shipped, next] }).close();
    const before = readFileSync(join(folder, 'project.db'));
    const error = errorOf(() => openStore(request(folder)));
    expect(error.code).toBe('project-too-new');
    expect(error.details).toMatchObject({ version: next.number, known: newest });
    expect(readFileSync(join(folder, 'project.db')).equals(before)).toBe(true);
  });
});

describe('a file that is not our whole database', () => {
  it('is refused when it belongs to another program', () => {
    const folder = temporaryFolder();
    const other = new Database(join(folder, 'project.db'));
    other.exec('CREATE TABLE songs (title TEXT)');
    other.close();
    expect(errorOf(() => openStore(request(folder))).code).toBe('not-a-project');
  });

  it('is damaged when it is no database at all; the error names the newest backup', async () => {
    const folder = projectFolder();
    const store = openStore(request(folder));
    await store.backup(join(folder, 'backups', 'by-hand.db'));
    store.close();
    writeFileSync(join(folder, 'project.db'), 'these are no pages of a database'.repeat(100));
    const error = errorOf(() => openStore(request(folder)));
    expect(error.code).toBe('project-damaged');
    expect(error.message).toContain(join(folder, 'backups', 'by-hand.db'));
    expect(error.message).toContain('modelyard doctor');

    copyFileSync(join(folder, 'backups', 'by-hand.db'), join(folder, 'project.db'));
    const restored = openStore(request(folder));
    onTestFinished(() => restored.close());
    expect(namesIn(restored)).toEqual(['kept']);
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, 10_000)],
    [
      'overwritten in the middle',
      (file: string) => writeSync(openSync(file, 'r+'), Buffer.alloc(4096, 7), 0, 4096, 8192),
    ],
  ])('is damaged when it is %s', (_how, harm) => {
    const folder = projectFolder();
    harm(join(folder, 'project.db'));
    expect(errorOf(() => openStore(request(folder))).code).toBe('project-damaged');
  });

  it.each([
    ['empty', (file: string) => truncateSync(file, 0)],
    ['missing', (file: string) => rmSync(file)],
  ])('is damaged, not new, when it is %s and there are backups', (_how, harm) => {
    const folder = projectFolder();
    openStore({ ...request(folder), migrations: [...shipped, next] }).close();
    harm(join(folder, 'project.db'));
    expect(errorOf(() => openStore(request(folder))).code).toBe('project-damaged');
  });
});

describe('integrityCheck', () => {
  it('finds nothing in a whole database', async () => {
    expect(await openTestStore().integrityCheck()).toEqual([]);
  });

  it('names rows that refer to nothing', async () => {
    const store = openTestStore();
    const other = new Database(join(store.folder, 'project.db'));
    other.pragma('foreign_keys = OFF');
    other.exec("INSERT INTO experiment_tags (experiment_id, key, value) VALUES (99, 'key', 'value')");
    other.close();
    expect(await store.integrityCheck()).toEqual([
      'a row of experiment_tags refers to a missing row of experiments',
    ]);
  });
});

describe('reading only', () => {
  it('sees what another store writes and refuses to write', () => {
    const writing = openTestStore();
    const reading = openStore({ ...request(writing.folder), readOnly: true });
    onTestFinished(() => reading.close());
    writing.write(addExperiment('later'));
    expect(namesIn(reading)).toEqual(['later']);
    expect(reading.isReadOnly).toBe(true);
    expect(errorOf(() => reading.write(addExperiment('refused'))).code).toBe('permission-denied');
  });

  it('shows an older database in the new shape without changing its file', () => {
    const folder = projectFolder();
    const before = readFileSync(join(folder, 'project.db'));
    const store = openStore({ ...request(folder), readOnly: true, migrations: [...shipped, next] });
    expect(store.reader.all('SELECT name, note FROM experiments WHERE id > 0')).toEqual([
      { name: 'kept', note: null },
    ]);
    store.close();
    expect(readFileSync(join(folder, 'project.db')).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'is what a folder without write permission gets, write-ahead log included',
    () => {
      const writing = openTestStore();
      writing.write(addExperiment('only in the log'));
      expect(readdirSync(writing.folder)).toContain('project.db-wal');
      const folder = temporaryFolder();
      for (const name of ['project.db', 'project.db-wal']) {
        copyFileSync(join(writing.folder, name), join(folder, name));
        chmodSync(join(folder, name), 0o444);
      }
      chmodSync(folder, 0o555);
      asOrdinaryUser(() => {
        const store = openStore(request(folder));
        expect(store.isReadOnly).toBe(true);
        expect(namesIn(store)).toEqual(['only in the log']);
        store.close();
        expect(readdirSync(folder).sort()).toEqual(['project.db', 'project.db-wal']);
      });
      chmodSync(folder, 0o755);
    },
  );
});

describe('a full disk', () => {
  it('is named as such and loses nothing', () => {
    const store = openTestStore();
    store.write(addExperiment('kept'));
    store.reader.get('PRAGMA max_page_count = 1');
    const filling = () =>
      store.write((writer) => {
        for (let i = 0; i < 1000; i += 1) addExperiment(`filling ${i} ${'x'.repeat(1000)}`)(writer);
      });
    expect(errorOf(filling).code).toBe('disk-full');
    expect(namesIn(store)).toEqual(['kept']);
  });

  it.each([
    ['the folder for copies elsewhere', false],
    ['the folder for copies on it too', true],
  ])('can be read, with %s', (_, isTemporaryFolderFull) => {
    const disk = smallDisk(4 * 1024 * 1024);
    if (disk === null) return; // Mounting one needs root on Linux.
    if (isTemporaryFolderFull) vi.stubEnv('TMPDIR', disk);
    onTestFinished(() => void vi.unstubAllEnvs());
    const writing = openStore(request(disk));
    writing.write(addExperiment('kept'));
    writing.close();
    fillDisk(disk);
    const store = openStore(request(disk));
    onTestFinished(() => store.close());
    expect([store.isReadOnly, namesIn(store)]).toEqual([true, ['kept']]);
    expect(errorOf(() => store.write(addExperiment('lost')))).toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Free some space'),
    });
  });
});

/** Root may write anywhere, so root becomes somebody else for a moment. */
const asOrdinaryUser = (work: () => void): void => {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
};
