import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEngineProject, openTestEngine } from '../support/open-test-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const inFixtures = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/kills/${name}`, import.meta.url));

type Deed = readonly (readonly [command: string, input: object])[];

/** Does it in a process that is killed at its n-th call that opens or changes a file; 0 for never. */
const doAndKill = async (folder: string, deed: Deed, at: number) => {
  const engine = fork(inFixtures('engine.ts'), [folder, temporaryFolder(), JSON.stringify(deed)], {
    execArgv: ['--import', inFixtures('kill-at.mjs')],
    env: { ...process.env, MODELYARD_TEST_KILL_AT: String(at) },
  });
  onTestFinished(() => void engine.kill('SIGKILL'));
  const answered: string[] = [];
  let calls = 0;
  engine.on('message', (message: { answered?: string; calls?: number }) => {
    if (message.answered !== undefined) answered.push(message.answered);
    if (message.calls !== undefined) calls = message.calls;
  });
  await once(engine, 'exit');
  return { answered, calls };
};

/** Some of them, from the first to the last. */
const moments = (calls: number): number[] =>
  Array.from({ length: 10 }, (_, index) => 1 + Math.floor(((calls - 1) * index) / 9));

const objectFilesIn = (folder: string): string[] =>
  readdirSync(join(folder, '.modelyard', 'objects'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => /^[0-9a-f]{2}.[0-9a-f]{62}$/.test(path) || /^un.+[\\/]/.test(path),
  );

const valuesOf = (folder: string, sql: string): unknown[] => {
  const database = new Database(join(folder, '.modelyard', 'project.db'), { readonly: true });
  try {
    return database.prepare(sql).pluck().all();
  } finally {
    database.close();
  }
};

/** Objects by who has them: the same three times, where none is forgotten. */
const objectsOf = (folder: string) => ({
  files: objectFilesIn(folder).length,
  rows: valuesOf(folder, 'SELECT count(*) FROM objects')[0],
  held: valuesOf(
    folder,
    'SELECT count(DISTINCT digest) FROM (SELECT digest FROM run_artifacts UNION ALL SELECT digest FROM dataset_versions)',
  )[0],
});

/** Opens the project again, and closes it: what a kill left is gone then, and nothing is wrong. */
const openAgain = async (folder: string) => {
  const engine = await openTestEngine();
  await engine.call('projects.open', undefined, { folder });
  const health = await engine.call('project.doctor', folder, {});
  await engine.close();
  expect(health).toMatchObject({ healthy: true });
};

/** A project with two runs in the trash that hold a file each and share a third, and its copies. */
const projectWithTrash = async () => {
  const { folder, call, ended, write, engine } = await openEngineProject();
  for (const run of ['a', 'b']) {
    const id = run.repeat(32);
    const place = join(folder, 'mlruns', '0', id);
    for (const part of ['metrics', 'params', 'tags', 'artifacts'])
      mkdirSync(join(place, part), { recursive: true });
    write(join('mlruns', '0', id, 'artifacts', 'own.txt'), `of ${run}`);
    write(join('mlruns', '0', id, 'artifacts', 'shared.txt'), 'of both');
    write(
      join('mlruns', '0', id, 'meta.yaml'),
      `artifact_uri: ${place}/artifacts\nend_time: 2\nentry_point_name: ''\nexperiment_id: '0'\nlifecycle_stage: active\nrun_id: ${id}\nrun_name: ${run}\nrun_uuid: ${id}\nsource_name: ''\nsource_type: 4\nsource_version: ''\nstart_time: 1\nstatus: 3\ntags: []\nuser_id: me\n`,
    );
  }
  write(
    join('mlruns', '0', 'meta.yaml'),
    `artifact_location: ${folder}/mlruns/0\ncreation_time: 1\nexperiment_id: '0'\nlast_update_time: 1\nlifecycle_stage: active\nname: Default\n`,
  );
  const { jobId } = await call('foreignRuns.import', { format: 'mlflow-folder', path: 'mlruns' });
  expect(await ended(jobId)).toMatchObject({ state: 'succeeded' });
  await call('runs.delete', { runs: ['a'.repeat(32), 'b'.repeat(32)] });
  await engine.close();
  return () => {
    const copy = join(temporaryFolder(), 'p');
    cpSync(folder, copy, { recursive: true });
    return copy;
  };
};

describe.skipIf(process.platform === 'win32')('kill -9 at any change of a file', () => {
  it('while the trash is emptied leaves no file of a run that is gone', async () => {
    const copyOf = await projectWithTrash();
    const deed: Deed = [['runs.purge', {}]];
    const { calls } = await doAndKill(copyOf(), deed, 0);
    expect(calls).toBeGreaterThan(8);
    for (const at of moments(calls)) {
      const folder = copyOf();
      const { answered } = await doAndKill(folder, deed, at);
      expect(answered).toEqual([]);
      await openAgain(folder);
      const { files, rows, held } = objectsOf(folder);
      expect({ at, files, rows }).toEqual({ at, files: held, rows: held });
      expect(held).toBe(valuesOf(folder, 'SELECT count(*) FROM runs')[0] === 0 ? 0 : 3);
    }
  }, 120_000);

  it('while a file is copied in leaves a dataset, or nothing', async () => {
    const { folder: empty, write, engine } = await openEngineProject();
    write('d.csv', 'a,b\n1,2\n');
    await engine.close();
    const copyOf = () => {
      const copy = join(temporaryFolder(), 'p');
      cpSync(empty, copy, { recursive: true });
      return copy;
    };
    const deed = (folder: string): Deed => [
      ['datasets.add', { path: join(folder, 'd.csv'), name: 'd', mode: 'copy' }],
    ];
    const first = copyOf();
    const { calls } = await doAndKill(first, deed(first), 0);
    expect(calls).toBeGreaterThan(5);
    for (const at of moments(calls)) {
      const folder = copyOf();
      await doAndKill(folder, deed(folder), at);
      await openAgain(folder);
      const { files, rows, held } = objectsOf(folder);
      expect({ at, files, rows }).toEqual({ at, files: held, rows: held });
    }
  }, 120_000);

  it('while a table, a file and a folder are saved leaves whole ones, or none', async () => {
    const copyOf = await projectWithTrash();
    const deed = (out: string): Deed => [
      ['runs.restore', { runs: ['a'.repeat(32)] }],
      ['runs.saveTable', { columns: ['name'], format: 'csv', out: join(out, 'runs.csv') }],
      ['runs.saveArtifact', { run: 'a'.repeat(32), path: 'own.txt', destination: join(out, 'own.txt') }],
      ['foreignRuns.export', { to: join(out, 'mlruns') }],
    ];
    const places = {
      'runs.saveTable': 'runs.csv',
      'runs.saveArtifact': 'own.txt',
      'foreignRuns.export': 'mlruns',
    };
    const { calls } = await doAndKill(copyOf(), deed(temporaryFolder()), 0);
    expect(calls).toBeGreaterThan(20);
    for (const at of moments(calls)) {
      const [folder, out] = [copyOf(), temporaryFolder()];
      writeFileSync(join(out, 'own.unfinished-txt'), 'of the user');
      const { answered } = await doAndKill(folder, deed(out), at);
      await openAgain(folder);
      const left = readdirSync(out);
      expect([at, left.filter((name) => name.includes('.unfinished-'))]).toEqual([
        at,
        ['own.unfinished-txt'],
      ]);
      expect(left).toEqual(
        expect.arrayContaining(
          Object.entries(places).flatMap(([command, name]) => (answered.includes(command) ? [name] : [])),
        ),
      );
    }
  }, 120_000);
});
