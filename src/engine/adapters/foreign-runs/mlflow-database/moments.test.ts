import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { unpackDatabase } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { openMoments } from './moments.ts';
import type { DatabaseReading } from './reading.ts';

const open = (path: string) => {
  const copiesFolder = temporaryFolder();
  const moments = openMoments(path, { copiesFolder });
  return { moments, copies: () => readdirSync(copiesFolder).length };
};

const countPoints = ({ database }: DatabaseReading): number =>
  Number(database.prepare('SELECT count(*) AS n FROM metrics').get()?.n);

const addPoint = `INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan)
  SELECT 'live', 1, (SELECT count(*) FROM metrics), run_uuid, 0, 0 FROM runs LIMIT 1`;

/** Everything that lies in a folder, but for when it was read. */
const contentsOf = (folder: string) =>
  readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return [name, size, mtimeMs, readFileSync(join(folder, name)).toString('base64')];
  });

/** Another process, that says a line when the statements are done, and then keeps the database open. */
const startWriter = async (path: string, sql: string): Promise<ChildProcess> => {
  const program = `const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec(process.argv[2]);
    setInterval(() => database.isOpen, 1000);
    console.log('done');`;
  const child = spawn(process.execPath, ['-e', program, path, sql], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};

test('what was just written is read where it lies, and its writer never waits', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', folder);
  const writer = new Database(path, { timeout: 0 });
  onTestFinished(() => void writer.close());
  const { moments, copies } = open(path);
  const before = await moments.of(countPoints);
  writer.exec(addPoint);
  expect(await moments.of(countPoints)).toBe(before + 1);
  // The clock of the file system may stand still meanwhile.
  const keepTime = () => utimesSync(path, new Date(), new Date(0));
  keepTime();
  let asked = 0;
  const counted = await moments.of((reading) => {
    asked += 1;
    // In the middle of it.
    if (asked <= 3) writer.exec(addPoint);
    keepTime();
    return countPoints(reading);
  });
  expect([asked, counted]).toEqual([4, before + 4]);
  expect(readdirSync(folder)).toEqual(['mlflow.db']);
  expect(copies()).toBe(0);
  moments.close();
});

test('what is written all the time is read from a copy in the end', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const writer = new Database(path);
  onTestFinished(() => void writer.close());
  const { moments, copies } = open(path);
  const counts: [seen: number, there: number][] = [];
  const last = await moments.of((reading) => {
    if (copies() === 0) writer.exec(addPoint);
    counts.push([
      countPoints(reading),
      writer.prepare('SELECT count(*) FROM metrics').pluck().get() as number,
    ]);
    return countPoints(reading);
  });
  expect(copies()).toBe(1);
  expect(last).toBe(counts.at(-1)?.[1]);
  writer.exec(addPoint);
  expect(await moments.of(countPoints)).toBe(last);
  moments.close();
  expect(copies()).toBe(0);
});

test('a write-ahead log is read where it lies, while it grows, is taken in, and starts anew', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', folder);
  await startWriter(path, `PRAGMA journal_mode = WAL; ${addPoint}`);
  const { moments, copies } = open(path);
  const files = contentsOf(folder);
  expect(files.map(([name]) => name)).toEqual(['mlflow.db', 'mlflow.db-shm', 'mlflow.db-wal']);
  const before = await moments.of(countPoints);
  expect(contentsOf(folder)).toEqual(files);
  for (const [index, sql] of [
    addPoint,
    `PRAGMA wal_checkpoint(PASSIVE); ${addPoint}`,
    `PRAGMA wal_checkpoint(TRUNCATE)`,
    addPoint,
  ].entries()) {
    const other = await startWriter(path, sql);
    expect(await moments.of(countPoints)).toBe(before + [1, 2, 2, 3][index]!);
    await kill(other);
  }
  expect(copies()).toBe(0);
  moments.close();
});

test('one moment is one moment, whatever is written into the log meanwhile', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const writer = new Database(path, { timeout: 0 });
  onTestFinished(() => void writer.close());
  writer.pragma('journal_mode = WAL');
  writer.exec(addPoint);
  const { moments, copies } = open(path);
  const counts = await moments.of((reading) => {
    const first = countPoints(reading);
    writer.exec(addPoint);
    return [first, countPoints(reading)];
  });
  expect(counts[1]).toBe(counts[0]);
  expect(await moments.of(countPoints)).toBe(counts[0]! + 1);
  expect(copies()).toBe(0);
  moments.close();
});

test('what a writer left that was killed is read as it left it, and stays', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', folder);
  const before = await open(path).moments.of(countPoints);
  await kill(await startWriter(path, `PRAGMA journal_mode = WAL; ${addPoint}`));
  const files = contentsOf(folder);
  const { moments } = open(path);
  expect(await moments.of(countPoints)).toBe(before + 1);
  moments.close();
  expect(contentsOf(folder)).toEqual(files);

  // The log without the shared memory: as after a copy of the files, or a crash of the machine.
  const copied = temporaryFolder();
  for (const ending of ['', '-wal']) cpSync(path + ending, join(copied, `mlflow.db${ending}`));
  const elsewhere = open(join(copied, 'mlflow.db'));
  expect(await elsewhere.moments.of(countPoints)).toBe(before + 1);
  elsewhere.moments.close();
  expect(readdirSync(copied)).toEqual(['mlflow.db', 'mlflow.db-wal']);
});

test('a transaction that a killed writer has not finished is undone in the copy, and not in the file', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', folder);
  const before = await open(path).moments.of(countPoints);
  // A cache of a page, so that changed pages reach the file before the end.
  const unfinished = `PRAGMA cache_size = 1; BEGIN; ${addPoint}; UPDATE metrics SET value = value + 1; UPDATE params SET value = value || 'x';`;
  await kill(await startWriter(path, unfinished));
  const files = contentsOf(folder);
  expect(files.map(([name]) => name)).toEqual(['mlflow.db', 'mlflow.db-journal']);
  const { moments, copies } = open(path);
  expect(await moments.of(countPoints)).toBe(before);
  const changed = await moments.of(({ database }) =>
    database.prepare("SELECT count(*) AS n FROM params WHERE value LIKE '%x'").get(),
  );
  expect(changed?.n).toBe(0);
  expect(copies()).toBe(1);
  moments.close();
  expect(contentsOf(folder)).toEqual(files);
});

test('what is no database of MLflow is said', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const writer = new Database(path);
  writer.pragma('foreign_keys = OFF');
  writer.exec('DROP TABLE runs');
  writer.close();
  await expect(open(path).moments.of(countPoints)).rejects.toMatchObject({
    code: 'data-malformed',
    message: expect.stringContaining('no tables of experiments and runs'),
  });
  await expect(open(temporaryFolder()).moments.of(countPoints)).rejects.toMatchObject({
    code: 'data-malformed',
  });
});
