import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import type { LinkedSource } from '../../src/shared/model/foreign-runs.ts';
import { unpackDatabase, unpackFolder } from '../fixtures/foreign-runs/unpack.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';
import { hashOfFolder } from '../support/hash-of-folder.ts';

/** Runs of other tools in place, through the built command line. */

const folder = mkdtempSync(join(tmpdir(), 'modelyard-linked-'));
const runs = join(folder, 'runs');
let modelyard: CommandLine;
beforeAll(async () => {
  mkdirSync(runs);
  await unpackFolder('mlruns', runs);
  await unpackFolder('wandb', runs);
  await unpackFolder('neptune', runs);
  unpackDatabase('2.22', runs);
  modelyard = createCommandLine({ folder, userData: join(folder, 'user-data') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Listed = CommandOutput<'runs.list'>;

test('a project shows them beside its own, says why it cannot change them, and lets them go', async () => {
  const before = hashOfFolder(runs);
  const project = join(folder, 'project');
  await modelyard.run('init', project);
  const on = (...words: string[]) => modelyard.run('--project', project, ...words);
  const json = <Document>(...words: string[]) => modelyard.json<Document>('--project', project, ...words);

  const linked = await json<LinkedSource[]>('runs', 'link', runs);
  expect(linked.map(({ title, state, runs: count }) => [title, state, count]).sort()).toEqual([
    ['mlflow.db', 'ready', 5],
    ['mlruns', 'ready', 5],
    ['neptune', 'ready', 3],
    ['wandb', 'ready', 1],
  ]);
  const { runs: found } = await json<Listed>(
    ...['runs', 'list', '--filter', "source IN ('mlruns', 'wandb')", '--columns', 'source'],
  );
  expect(new Set(found.map(({ values }) => values.source))).toEqual(new Set(['mlruns', 'wandb']));
  const { runs: ofFolder } = await json<Listed>(
    'runs',
    'list',
    '--filter',
    "source = mlruns AND name = 'child'",
  );
  const id = ofFolder[0]!.id;
  const refused = await on('runs', 'delete', id);
  expect([refused.exitCode, refused.stderr]).toEqual([
    4,
    expect.stringMatching(/read in place from mlruns.*Import/),
  ]);
  expect((await on('runs', 'show', id)).stdout).toContain(
    `read in place from mlruns: ${join(runs, 'mlruns')}`,
  );

  expect((await on('runs', 'links')).stdout).toContain(join(runs, 'mlflow.db'));
  expect(await json<LinkedSource[]>('runs', 'refresh', 'mlruns')).toMatchObject([
    { title: 'mlruns', runs: 5 },
  ]);
  expect((await on('runs', 'unlink', join(runs, 'mlruns'))).stdout).toContain(
    '5 runs of mlruns left the project',
  );
  const unknown = await on('runs', 'unlink', 'mlruns');
  expect([unknown.exitCode, unknown.stderr]).toEqual([
    3,
    expect.stringContaining('mlflow.db, neptune, wandb'),
  ]);
  // What is linked already does not keep the rest from being linked.
  expect(await json<LinkedSource[]>('runs', 'link', runs)).toHaveLength(4);
  expect(hashOfFolder(runs)).toBe(before);
});

test('a source whose first reading was killed is read when it is linked again', async () => {
  const project = join(folder, 'project-that-was-killed');
  const on = (...words: string[]) => modelyard.run('--project', project, ...words);
  await modelyard.run('init', project);
  await on('runs', 'link', join(runs, 'wandb'));
  const again = await on('runs', 'link', join(runs, 'wandb'));
  expect([again.exitCode, again.stderr]).toEqual([4, expect.stringContaining('linked already. Refresh it')]);
  const database = new Database(join(project, '.modelyard', 'project.db'));
  database.exec('UPDATE linked_sources SET read_at_ms = NULL');
  database.close();
  expect(await on('runs', 'link', join(runs, 'wandb'))).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/wandb .* ready +1 /),
  });
});

test('a folder says what lies in it, and is left as it is', async () => {
  const place = join(folder, 'mixed');
  await unpackFolder('neptune', place);
  for (const file of ['.dvc/config', 'repo/feature_store.yaml', 'gx/great_expectations.yml', 'own.csv']) {
    mkdirSync(join(place, file, '..'), { recursive: true });
    writeFileSync(join(place, file), 'a\n1\n');
  }
  const before = hashOfFolder(place);
  const { stdout } = await modelyard.run('inspect', place);
  expect(stdout.trim().split('\n').slice(1)).toEqual([
    expect.stringMatching(/^neptune: Neptune export, 3 runs\. Read it in place with: modelyard look /),
    expect.stringMatching(/^\.dvc: DVC\. .*not read yet/),
    expect.stringMatching(/^gx\/great_expectations\.yml: Great Expectations\. .*not read yet/),
    expect.stringMatching(/^repo\/feature_store\.yaml: Feast\. .*not read yet/),
    '1 data file could become a dataset.',
  ]);
  expect(hashOfFolder(place)).toBe(before);
});

test('a search that stopped early says so, and a link searches all of the folder', async () => {
  const place = join(folder, 'large');
  mkdirSync(join(place, 'a'), { recursive: true });
  for (let index = 0; index < 50_001; index += 1) writeFileSync(join(place, 'a', String(index)), '');
  await unpackFolder('wandb', join(place, 'b'));
  expect((await modelyard.run('inspect', place)).stdout).toContain(
    `the search for runs stopped early: there may be more. Name a folder further down, or search all of it from a project with: modelyard runs link ${place}`,
  );
  expect(await modelyard.run('look', place)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('stopped early'),
  });
  const project = join(folder, 'project-of-large');
  await modelyard.run('init', project);
  const linked = await modelyard.json<LinkedSource[]>('--project', project, 'runs', 'link', place);
  expect(linked).toMatchObject([{ title: 'wandb', state: 'ready' }]);
});

test('a folder is looked at without a project in it', async () => {
  const before = hashOfFolder(runs);
  const looked = await modelyard.json<{ project: string; looksAt: string; sources: LinkedSource[] }>(
    'look',
    runs,
  );
  expect(looked).toMatchObject({ looksAt: runs, sources: [{}, {}, {}, {}] });
  expect(looked.project.startsWith(join(folder, 'user-data'))).toBe(true);
  const listed = await modelyard.json<Listed>('--project', looked.project, 'runs', 'list');
  expect(listed.total).toBeGreaterThan(6);
  const again = await modelyard.json<{ project: string }>('look', runs);
  expect(again.project).toBe(looked.project);
  expect(hashOfFolder(runs)).toBe(before);

  const empty = join(folder, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'data.csv'), 'a\n');
  expect(await modelyard.run('look', empty)).toMatchObject({ exitCode: 3 });
});

test('ends with what the matter is when a source cannot be read, which stays linked until it can', async () => {
  const project = join(folder, 'with a broken source');
  await modelyard.run('init', project);
  const on = (...words: string[]) => modelyard.run('--project', project, ...words);
  const source = join(folder, 'broken');
  mkdirSync(source);
  writeFileSync(join(source, 'mlflow.db'), 'no database');
  const linked = await on('runs', 'link', source);
  expect([linked.exitCode, linked.stdout]).toEqual([6, expect.stringContaining('cannot be read')]);
  rmSync(join(source, 'mlflow.db'));
  expect(await on('runs', 'refresh')).toMatchObject({ exitCode: 3 });
  unpackDatabase('2.22', source);
  expect(await on('runs', 'refresh')).toMatchObject({ exitCode: 0 });
});
