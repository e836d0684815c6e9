import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { openReadOnly } from './open-read-only.ts';
import { readMlflowDatabase } from './read-mlflow-database.ts';

const renameExperiments = "UPDATE experiments SET name = 'renamed' WHERE name = 'churn'";

test('a writer is never kept waiting', async () => {
  const path = unpackDatabase('2.22', temporaryFolder());
  const opened = await openReadOnly(path);
  const rows = opened.database.prepare('SELECT * FROM metrics').iterate();
  rows.next();
  // In the middle of our reading, and with no patience.
  const writer = new Database(path, { timeout: 0 });
  writer.exec(renameExperiments);
  writer.close();
  expect(opened.requireUnchanged).toThrow(/written to while it was read/);
  opened.close();
});

test('what lies in a write-ahead log is read, from a copy that is gone afterwards', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('2.22', folder);
  const writer = new Database(path);
  writer.pragma('journal_mode = WAL');
  writer.exec(renameExperiments);
  const before = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
  const copiesFolder = temporaryFolder();
  const reading = readMlflowDatabase(path, { copiesFolder });
  await reading.next();
  expect(readdirSync(copiesFolder)).toHaveLength(1);
  const collected = await collectRows(reading);
  expect(collected.experiments.map(({ name }) => name)).toContain('renamed');
  expect(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before);
  expect(readdirSync(copiesFolder)).toEqual([]);
  writer.close();
});

test('a database in WAL mode without a log stays alone', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('2.22', folder);
  const writer = new Database(path);
  writer.pragma('journal_mode = WAL');
  writer.close();
  expect((await collectRows(readMlflowDatabase(path))).runs).toHaveLength(5);
  expect(readdirSync(folder)).toEqual(['mlflow.db']);
});

/** Commits every 20 ms, in two tables at once, until it is told to stop; then it answers how many commits it made. */
const writerProgram = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
  database.exec('PRAGMA synchronous = OFF');
  let commits = 0;
  const write = () => {
    database.exec("BEGIN IMMEDIATE; INSERT INTO one VALUES (zeroblob(5000)); INSERT INTO other VALUES (1); COMMIT");
    commits += 1;
    if (commits === 1) process.send('writing');
  };
  const timer = setInterval(write, 20);
  process.once('message', () => { clearInterval(timer); process.send(commits); process.disconnect(); });
`;

const startWriter = async (path: string): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['-e', writerProgram, path], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
};

test.each(['wal', 'delete'])('a large database that is written all the time is read (%s)', async (mode) => {
  const folder = temporaryFolder();
  const path = unpackDatabase('2.22', folder);
  const database = new Database(path);
  database.pragma(`journal_mode = ${mode}`);
  database.exec(`CREATE TABLE one (value); CREATE TABLE other (value);
    INSERT INTO one WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 80) SELECT zeroblob(1000000) FROM n;`);
  const names = () => readdirSync(folder).filter((name) => !name.endsWith('-journal'));
  const writer = await startWriter(path);
  const before = names();
  for (let reading = 0; reading < 2; reading += 1) {
    const opened = await openReadOnly(path, { fromCopy: true });
    const count = (table: string) =>
      opened.database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count;
    expect(opened.database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(count('one')).toBe(80 + Number(count('other')));
    expect(count('other')).toBeGreaterThan(0);
    opened.close();
  }
  expect(names()).toEqual(before);
  const answer = once(writer, 'message');
  writer.send('stop');
  const [commits] = await answer;
  expect(database.prepare('SELECT count(*) FROM other').pluck().get()).toBe(commits);
  database.close();
});

test('rows of runs that do not exist, impossible points and unread tables are named', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const writer = new Database(path);
  writer.pragma('foreign_keys = OFF');
  writer.pragma('ignore_check_constraints = ON');
  writer.exec(`INSERT INTO params (key, value, run_uuid) VALUES ('p', '1', '${'0'.repeat(32)}'), ('p', '1', '${'f'.repeat(32)}');
    INSERT INTO tags (key, value, run_uuid) VALUES ('..', x'00ff', '../../etc');
    INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) SELECT 'far', 1, 1, 9007199254740993, 0, run_uuid FROM runs LIMIT 1;
    INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) SELECT 'big', 1, 9223372036854775807, 0, 0, run_uuid FROM runs LIMIT 1;
    INSERT INTO runs (run_uuid, experiment_id, status) VALUES ('../evil', 1, 'FINISHED'), ('orphan', 99, 'FINISHED'), ('strange', 1, 'DANCING');
    INSERT INTO scorers (experiment_id, scorer_name, scorer_id) VALUES (1, 'judge', 's-1');
    CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n;`);
  writer.close();
  const { skipped, runs } = await collectRows(readMlflowDatabase(path));
  expect(runs).toHaveLength(5);
  expect(
    skipped
      .filter(({ subject }) => !['artifact', 'model-version'].includes(subject))
      .map(({ subject, reason, count }) => [subject, count, reason]),
  ).toEqual(
    expect.arrayContaining([
      ['parameter', 2, 'They belong to no run that was read.'],
      ['metric-point', 1, expect.stringContaining('far')],
      ['metric-point', 1, expect.stringContaining('big')],
      ['run', 1, 'It is of an experiment that does not exist.'],
      ['run', 1, 'Its status is none of MLflow’s.'],
      ['run', 1, 'Their ids are none of MLflow’s.'],
      ['tag', 1, 'The ids of their runs are none of MLflow’s.'],
      ['other', 1, 'Rows of the table scorers are not read.'],
    ]),
  );
});

test('what other workspaces hold is not mixed with what has the same name in the default one', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const before = await collectRows(readMlflowDatabase(path));
  expect(before.skipped.filter(({ reason }) => reason.includes('workspace'))).toEqual([]);
  const writer = new Database(path);
  writer.exec(`INSERT INTO workspaces (name) VALUES ('lab');
    INSERT INTO experiments (experiment_id, name, lifecycle_stage, workspace) VALUES (77, 'Default', 'active', 'lab');
    INSERT INTO registered_models (name, workspace) SELECT name, 'lab' FROM registered_models;
    INSERT INTO registered_model_tags (key, value, name, workspace) SELECT 'of', 'lab', name, 'lab' FROM registered_models WHERE workspace = 'lab';
    INSERT INTO model_versions (name, version, workspace) SELECT name, 99, 'lab' FROM registered_models WHERE workspace = 'lab';`);
  writer.close();
  const { experiments, models, skipped } = await collectRows(readMlflowDatabase(path));
  expect(experiments.filter(({ id }) => id !== '77')).toEqual(before.experiments);
  expect(experiments.find(({ id }) => id === '77')?.name).toBe('lab/Default');
  expect(models).toEqual(before.models);
  expect(skipped.filter(({ reason }) => reason.includes('workspace'))).toMatchObject([
    { subject: 'registered-model', count: before.models.length },
  ]);
});

test('a damaged database gives what can be read, or an error that says so', async () => {
  const path = unpackDatabase('2.9', temporaryFolder());
  truncateSync(path, Math.floor(statSync(path).size / 2));
  await expect(collectRows(readMlflowDatabase(path))).rejects.toMatchObject({ code: 'data-malformed' });
  writeFileSync(path, 'SQLite format 3\0 and then nothing of the kind');
  await expect(collectRows(readMlflowDatabase(path))).rejects.toMatchObject({ code: 'data-malformed' });
  await expect(collectRows(readMlflowDatabase(temporaryFolder()))).rejects.toMatchObject({
    code: 'data-malformed',
    message: expect.stringContaining('cannot be read as an SQLite database'),
  });
});
