import { copyFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Collected, collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import type { Progress } from '../../../../shared/model/progress.ts';
import type { ForeignChange, KnownUnit } from '../../../ports/foreign-runs.ts';
import { isItem } from '../follow-units.ts';
import { readMlflowDatabase } from './read-mlflow-database.ts';

/** What is read after a change, put into what was read before, is what a reading from nothing finds. */

vi.setConfig({ testTimeout: 120_000 });

async function* inOrder(changes: readonly ForeignChange[]): AsyncGenerator<ForeignChange> {
  yield* changes;
}

/** A reader that keeps up with a database, as the engine does. */
const follow = (path: string) => {
  const copiesFolder = temporaryFolder();
  const known = new Map<string, KnownUnit>();
  const rows = new Map<string, Collected['runs'][number]>();
  let mark: string | null = null;
  return {
    /** What is known after reading what has changed, the names of the runs that were read for it, and in which parts. */
    read: async ({ withMark = true } = {}) => {
      const changes: ForeignChange[] = [];
      const parts: Progress['completed'][] = [];
      const progress = ({ completed }: Progress) => void parts.push(completed);
      const context = { copiesFolder, mark: withMark ? mark : null, progress };
      for await (const change of readMlflowDatabase(path, context, new Map(known))) changes.push(change);
      const collected = await collectRows(inOrder(changes.filter(isItem)));
      for (const row of collected.runs) rows.set(row.run.id, row);
      for (const change of changes) {
        if (change.kind === 'unit-end') known.set(change.unit, change);
        if (change.kind === 'unit-gone') {
          known.delete(change.unit);
          rows.delete(change.unit);
        }
        if (change.kind === 'mark') mark = change.mark;
      }
      const { experiments, models, loggedModels } = collected;
      const sorted = [...rows.values()].sort((one, other) => (one.run.id < other.run.id ? -1 : 1));
      const fingerprints = [...known].map(([unit, { fingerprint }]) => [unit, fingerprint]).sort();
      return {
        now: { runs: sorted, experiments, models, loggedModels, fingerprints },
        read: collected.runs.map(({ run }) => run.name),
        parts,
      };
    },
  };
};

const runs = (name: string) => `(SELECT run_uuid FROM runs WHERE name = '${name}')`;
const baseline = runs('baseline');
const hex = (digit: string) => digit.repeat(32);

const addRun = (id: string, name: string) => `
  INSERT INTO runs (run_uuid, name, experiment_id, status, lifecycle_stage, start_time) VALUES ('${id}', '${name}', 1, 'RUNNING', 'active', 1);
  INSERT INTO tags (key, value, run_uuid) VALUES ('mlflow.runName', '${name}', '${id}');
  INSERT INTO params (key, value, run_uuid) VALUES ('depth', '3', '${id}');
  INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ('loss', 0.5, 1, 0, 0, '${id}');
  INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ('loss', 0.5, 1, 0, 0, '${id}');`;

/** As `mlflow gc` does. */
const deleteForGood = (name: string) =>
  ['latest_metrics', 'metrics', 'params', 'tags']
    .map((table) => `DELETE FROM ${table} WHERE run_uuid IN ${runs(name)};`)
    .concat(`DELETE FROM runs WHERE name = '${name}';`)
    .join('');

const steps: [what: string, sql: string, read: string[]][] = [
  ['nothing', 'SELECT 1', []],
  [
    'a new point',
    `INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) SELECT 'loss', 0.125, 1800000000000, 99, 0, run_uuid FROM runs WHERE name = 'baseline';
     UPDATE latest_metrics SET value = 0.125, timestamp = 1800000000000, step = 99 WHERE key = 'loss' AND run_uuid IN ${baseline}`,
    ['baseline'],
  ],
  [
    'a point before the latest',
    `INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) SELECT 'loss', 0.25, 1, -7, 0, run_uuid FROM runs WHERE name = 'baseline'`,
    ['baseline'],
  ],
  [
    'a new parameter',
    `INSERT INTO params (key, value, run_uuid) SELECT 'late', 'x', run_uuid FROM runs WHERE name = 'child'`,
    ['child'],
  ],
  [
    'a new tag',
    `INSERT INTO tags (key, value, run_uuid) SELECT 'team', 'blue', run_uuid FROM runs WHERE name = 'child'`,
    ['child'],
  ],
  ['a tag of the same length', `UPDATE tags SET value = 'cyan' WHERE key = 'team'`, ['child']],
  ['a tag that is gone', `DELETE FROM tags WHERE key = 'team'`, ['child']],
  [
    'another name',
    `UPDATE tags SET value = 'renamed' WHERE key = 'mlflow.runName' AND run_uuid IN ${runs('child')}; UPDATE runs SET name = 'renamed' WHERE name = 'child'`,
    ['renamed'],
  ],
  [
    'an end',
    `UPDATE runs SET status = 'FINISHED', end_time = 1800000000000 WHERE name = 'still running'`,
    ['still running'],
  ],
  [
    'a run in the trash',
    `UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = 9 WHERE name = 'renamed'`,
    ['renamed'],
  ],
  [
    'and out of it',
    `UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE name = 'renamed'`,
    ['renamed'],
  ],
  [
    'another data set',
    `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) SELECT 'new', 'DATASET', (SELECT dataset_uuid FROM datasets), 'RUN', run_uuid FROM runs WHERE name = 'renamed'`,
    ['renamed'],
  ],
  ['new runs', addRun(hex('a'), 'first') + addRun(hex('b'), 'last'), ['first', 'last']],
  [
    'a new experiment with a run',
    `INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (78, 'fresh', 'active'); UPDATE runs SET experiment_id = 78 WHERE name = 'first'`,
    ['first'],
  ],
  [
    'an experiment of another name',
    `UPDATE experiments SET name = 'other' WHERE experiment_id = 78`,
    ['first'],
  ],
  [
    'an experiment in the trash',
    `UPDATE experiments SET lifecycle_stage = 'deleted' WHERE experiment_id = 78; UPDATE runs SET lifecycle_stage = 'deleted' WHERE experiment_id = 78`,
    ['first'],
  ],
  ['a run deleted for good', deleteForGood('first'), []],
  // Its rows have the numbers of those that are gone.
  [
    'the last run deleted for good, and another one',
    deleteForGood('last') + addRun(hex('c'), 'next'),
    ['next'],
  ],
  ['one more', addRun(hex('d'), 'end'), ['end']],
  [
    'it deleted for good, and as many rows of a run that is known',
    `${deleteForGood('end')}; INSERT INTO params (key, value, run_uuid) SELECT 'given', 'x', run_uuid FROM runs WHERE name = 'next'`,
    ['next'],
  ],
  ['packed', 'VACUUM', []],
  [
    'packed, and more',
    `VACUUM; INSERT INTO params (key, value, run_uuid) SELECT 'more', 'x', run_uuid FROM runs WHERE name = 'next'`,
    ['next'],
  ],
  [
    'another revision of the schema',
    `CREATE TABLE kept (key, value, run_uuid);
     INSERT INTO kept (rowid, key, value, run_uuid) SELECT rowid, key, value, run_uuid FROM params WHERE rowid > (SELECT min(rowid) FROM params);
     DROP TABLE params; ALTER TABLE kept RENAME TO params; CREATE INDEX index_params_run_uuid ON params (run_uuid)`,
    ['baseline'],
  ],
  [
    'a revision without some indexes',
    `DROP INDEX index_params_run_uuid; INSERT INTO params (key, value, run_uuid) SELECT 'slow', 'x', run_uuid FROM runs WHERE name = 'baseline'`,
    ['baseline'],
  ],
];

test.each([
  ['at rest', '3.17'],
  ['just written', '2.22'],
  ['just written', '3.17'],
  ['with a log', '3.17'],
])('a database %s, of MLflow %s: what has changed is read, and nothing else', async (way, version) => {
  const path = unpackDatabase(version, temporaryFolder());
  const open = (): Database.Database => {
    const writer = new Database(path);
    writer.pragma('foreign_keys = OFF');
    return writer;
  };
  const staying = way === 'with a log' ? open() : null;
  onTestFinished(() => void staying?.close());
  staying?.pragma('journal_mode = WAL');
  const write = (sql: string): void => {
    const writer = staying ?? open();
    writer.exec(sql);
    if (staying === null) writer.close();
    if (way === 'at rest') utimesSync(path, new Date(0), new Date(0));
  };
  write('SELECT 1');
  const follower = follow(path);
  const first = await follower.read();
  expect(first.read).toHaveLength(5);
  for (const [what, sql, expected] of steps) {
    write(sql);
    const { now, read } = await follower.read();
    expect(read.sort(), what).toEqual(expected);
    expect(now, what).toEqual((await follow(path).read()).now);
    expect((await follower.read()).read, what).toEqual([]);
  }
});

test('without a mark everything is looked at, with one what was added', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const follower = follow(path);
  await follower.read();
  const writer = new Database(path);
  // Which MLflow never does.
  writer.exec(`DELETE FROM params WHERE rowid = (SELECT min(rowid) FROM params)`);
  writer.close();
  expect((await follower.read()).read).toEqual([]);
  expect((await follower.read({ withMark: false })).read).toEqual(['baseline']);
});

test('a database that was put in place of another is read as it is', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const older = join(temporaryFolder(), 'older.db');
  copyFileSync(path, older);
  const add = (file: string, sql: string): void => {
    const writer = new Database(file);
    writer.exec(sql);
    writer.close();
  };
  add(path, addRun(hex('a'), 'here'));
  const follower = follow(path);
  await follower.read();
  add(older, addRun(hex('a'), 'there') + addRun(hex('b'), 'more'));
  copyFileSync(older, path);
  const { now, read } = await follower.read();
  expect(read).toEqual(['there', 'more']);
  expect(now).toEqual((await follow(path).read()).now);
});

test('many runs with many points are read in parts, each run once', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const follower = follow(path);
  await follower.read();
  const writer = new Database(path);
  writer.exec('BEGIN');
  for (let run = 0; run < 450; run += 1) {
    const id = run.toString(16).padStart(32, '0');
    writer.exec(addRun(id, `run ${run}`));
    writer
      .prepare(
        `INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid) WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)
         SELECT 'loss', x, x, x, 0, ? FROM n`,
      )
      .run(run === 7 ? 30_000 : 90, id);
  }
  writer.exec('COMMIT');
  writer.close();
  const { now, read, parts } = await follower.read();
  expect(read).toHaveLength(450);
  expect(new Set(read).size).toBe(450);
  // The eighth is as much as a part may be.
  expect(parts).toEqual([8, 208, 408, 450]);
  expect(now).toEqual((await follow(path).read()).now);
});
