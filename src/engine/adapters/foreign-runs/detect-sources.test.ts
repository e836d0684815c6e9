import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { detectSources } from './detect-sources.ts';
import { createSearchBudget, endlessBudget } from './search-budget.ts';

test('finds every kind, with counts, and leaves no trace', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  await unpackFolder('mlruns', join(folder, 'a', 'b'));
  await unpackFolder('wandb', folder);
  await unpackFolder('tensorboard', join(folder, 'a'));
  unpackDatabase('2.9', join(folder, 'a'));
  new Database(join(folder, 'other.db')).exec('CREATE TABLE runs (id)').close();
  const before = readdirSync(folder, { recursive: true }).length;
  const { sources, isComplete } = await detectSources(folder);
  expect(isComplete).toBe(true);
  expect(sources.map(({ path: _, ...rest }) => rest)).toEqual([
    { format: 'mlflow-folder', title: 'a/b/mlruns', experimentCount: 2, runCount: 4 },
    { format: 'mlflow-database', title: 'a/mlflow.db', experimentCount: 3, runCount: 5 },
    { format: 'tensorboard', title: 'a/tensorboard', experimentCount: 1, runCount: 3 },
    { format: 'wandb', title: 'wandb', experimentCount: null, runCount: 1 },
  ]);
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
});

test('recognises a source that is itself the folder', async () => {
  for (const name of ['mlruns', 'wandb', 'tensorboard'] as const) {
    const path = await unpackFolder(name, temporaryFolder());
    expect((await detectSources(path)).sources).toMatchObject([{ path, title: name }]);
  }
});

test('looks three levels deep and follows no link', async () => {
  const folder = temporaryFolder();
  const outside = await unpackFolder('mlruns', temporaryFolder());
  symlinkSync(outside, join(folder, 'link'));
  mkdirSync(join(folder, '1', '2', '3', '4'), { recursive: true });
  writeFileSync(join(folder, '1', '2', '3', 'events.out.tfevents.1'), '');
  writeFileSync(join(folder, '1', '2', '3', '4', 'events.out.tfevents.1'), '');
  expect((await detectSources(folder)).sources).toMatchObject([{ title: '1/2/3', runCount: 1 }]);
});

test('a database of MLflow’s name that cannot be read is found where nothing else is', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mlflow.db'), '');
  expect((await detectSources(folder)).sources).toMatchObject([
    { format: 'mlflow-database', path: join(folder, 'mlflow.db'), runCount: null },
  ]);
  await unpackFolder('wandb', folder);
  expect((await detectSources(folder)).sources).toMatchObject([{ format: 'wandb' }]);
});

test('many runs in one place do not hide another place, but are not counted', async () => {
  const folder = temporaryFolder();
  const many = await unpackFolder('mlruns', folder);
  const [experiment] = readdirSync(many).filter((name) => existsSync(join(many, name, 'meta.yaml')));
  for (let index = 0; index < 200; index += 1)
    mkdirSync(join(many, experiment!, String(index).padStart(32, '0')));
  mkdirSync(join(folder, 'other'));
  await unpackFolder('wandb', join(folder, 'other'));
  const { sources, isComplete } = await detectSources(folder, {
    budget: createSearchBudget({ entries: 100, durationMs: 60_000 }),
  });
  expect(isComplete).toBe(true);
  expect(sources).toMatchObject([{ title: 'mlruns', runCount: null }, { title: 'other/wandb' }]);
});

test.each([{ entries: 10 }, { durationMs: 0 }])(
  'gives up a tree that is too large for %j, and says so',
  async (limits) => {
    const folder = temporaryFolder();
    for (let index = 0; index < 20; index += 1)
      mkdirSync(join(folder, String(index), 'a'), { recursive: true });
    expect(await detectSources(folder, { budget: createSearchBudget(limits) })).toEqual({
      sources: [],
      isComplete: false,
    });
    expect((await detectSources(folder, { budget: endlessBudget })).isComplete).toBe(true);
  },
);
