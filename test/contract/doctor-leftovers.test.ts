import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import type { Job } from '../../src/shared/model/job.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hostInProcess } from './engine-host.ts';

const gone = 'a'.repeat(32);
const interrupted = 'b'.repeat(32);

const setUp = async () => {
  const folder = temporaryFolder();
  const project = join(folder, 'p');
  const engine = await hostInProcess(folder);
  await engine.call('projects.create', undefined, { folder: project });
  const put = (path: string, content = 'left over') => {
    const file = join(project, '.modelyard', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const examine = async (repair = false) => {
    const report = (await engine.call('project.doctor', project, {
      repair,
    })) as CommandOutput<'project.doctor'>;
    const stateOf = (name: string) => report.checks.find((check) => check.name === name);
    return { ...report, stateOf };
  };
  /** Another process would write this into the database: a job that is said to run. */
  const saveRunningJob = () => {
    const database = new Database(join(project, '.modelyard', 'project.db'));
    database
      .prepare(
        `INSERT INTO jobs (id, kind, title, state, attempt, queued_at_ms, started_at_ms, input_json, pid, pid_started_at)
         VALUES (?, 'batch-predict', 'Predict it', 'running', 1, 1, 2, '{}', 4194304, 'never')`,
      )
      .run(interrupted);
    database.close();
  };
  const jobState = async () => ((await engine.call('jobs.get', project, { job: interrupted })) as Job).state;
  const isOpen = async () =>
    ((await engine.call('engine.info', undefined, {})) as CommandOutput<'engine.info'>).openProjects.length >
    0;
  return { engine, project, put, examine, saveRunningJob, jobState, isOpen };
};

it('finds what is left over in an open project, and removes only what nobody can miss', async () => {
  const { engine, project, put, examine } = await setUp();
  const data = join(project, 'd.csv');
  writeFileSync(data, 'a,b\n1,2\n');
  await engine.call('datasets.add', project, { path: data, mode: 'copy' });
  const stored = put(`bundles/${gone}/model.onnx`);
  copyFileSync(data, stored);
  const disposable = [
    stored,
    put(`staging/${gone}-1/model.onnx`),
    put('objects/unfinished/half'),
    put(`logs/${gone}.log`),
  ];
  const kept = [put('logs/notes.txt'), put(`predictions/${gone}/predictions-2026-11-01-1.jsonl`, '{}\n')];

  const found = await examine();
  expect(found.healthy).toBe(false);
  for (const name of ['staging', 'unfinished files', 'job logs', 'bundles']) {
    expect(found.stateOf(name)).toMatchObject({ state: 'problem', count: 1 });
    expect(found.stateOf(name)?.message).toMatch(/^[89]\sB of .*\. Repairing removes them\.$/s);
  }
  expect(found.stateOf('predictions')).toMatchObject({ state: 'ok', count: 1 });
  expect(found.stateOf('predictions')?.message).toContain('Kept: 3\u00a0B');
  expect([...disposable, ...kept].every((file) => existsSync(file))).toBe(true);

  const after = await examine(true);
  expect(after.healthy).toBe(true);
  expect(after.checks.filter(({ state }) => state === 'repaired')).toHaveLength(4);
  expect(disposable.filter((file) => existsSync(file))).toEqual([]);
  expect(kept.every((file) => existsSync(file))).toBe(true);
  expect((await examine()).checks.every(({ state }) => state === 'ok')).toBe(true);
});

it('finds settings and saved tables that were being written, and no file of the user', async () => {
  const { project, examine } = await setUp();
  const put = (name: string) => {
    writeFileSync(join(project, name), 'name: x');
    return join(project, name);
  };
  const left = ['modelyard.yaml.123.unfinished', 'modelyard.views.yaml.4.unfinished'].map(put);
  const own = ['modelyard.yaml.unfinished', 'notes.yaml.123.unfinished'].map(put);
  expect((await examine()).stateOf('unfinished files')).toMatchObject({ state: 'problem', count: 2 });
  expect((await examine(true)).stateOf('unfinished files')).toMatchObject({ state: 'repaired' });
  expect([...left, ...own].filter((file) => existsSync(file))).toEqual(own);
});

it('removes files that were being saved elsewhere when it is opened, and nothing else that is noted', async () => {
  const { engine, project, put } = await setUp();
  await engine.call('projects.close', undefined, { folder: project });
  const elsewhere = temporaryFolder();
  const at = (name: string) => join(elsewhere, name);
  for (const name of [
    't.csv.unfinished-0a1b2c3d',
    't.csv.unfinished-0a1b2c3d.jsonl',
    'mine.csv',
    'mine.unfinished-x',
  ])
    writeFileSync(at(name), '');
  mkdirSync(at('mlruns.unfinished-123/0'), { recursive: true });
  for (const [index, name] of readdirSync(elsewhere).entries()) put(`saving/${index}`, at(name));
  await engine.call('projects.open', undefined, { folder: project });
  expect(readdirSync(elsewhere).sort()).toEqual(['mine.csv', 'mine.unfinished-x']);
  expect(readdirSync(join(project, '.modelyard', 'saving'))).toEqual([]);
});

it('keeps a served model that is stored nowhere else', async () => {
  const { put, examine } = await setUp();
  const only = put(`bundles/${gone}/model.onnx`, 'the only copy');
  const { stateOf } = await examine(true);
  expect(stateOf('bundles')).toMatchObject({ state: 'problem', count: 1 });
  expect(existsSync(only)).toBe(true);
});

it('puts a job that nothing runs back into the queue of an open project', async () => {
  const { engine, project, examine, saveRunningJob, jobState } = await setUp();
  saveRunningJob();
  expect((await examine()).stateOf('jobs')).toMatchObject({ state: 'problem', count: 1 });
  expect(await jobState()).toBe('running');
  expect((await examine(true)).stateOf('jobs')).toMatchObject({ state: 'repaired', count: 1 });
  // It is tried again, which fails because nobody can predict from nothing.
  expect(await engine.call('jobs.wait', project, { job: interrupted })).toMatchObject({
    state: 'failed',
    attempt: 2,
  });
});

it('only looks at a closed project, and repairs it by opening it', async () => {
  const { engine, project, put, examine, saveRunningJob, isOpen } = await setUp();
  await engine.call('projects.close', undefined, { folder: project });
  saveRunningJob();
  const left = [
    put(`staging/${interrupted}-1/model.onnx`),
    put('objects/unfinished/half'),
    put('backups/.daily-2026-11-01.db.123.unfinished'),
    put('backups/.daily-2026-11-01.db.123.unfinished-journal'),
  ];
  const names = ['jobs', 'staging', 'unfinished files'];

  const found = await examine();
  expect(names.map((name) => found.stateOf(name)?.state)).toEqual(['problem', 'problem', 'problem']);
  expect(found.stateOf('jobs')?.message).toContain('“Predict it”');
  expect(await isOpen()).toBe(false);
  expect(left.every((file) => existsSync(file))).toBe(true);
  expect((await examine()).healthy).toBe(false);

  const after = await examine(true);
  expect(after.healthy).toBe(true);
  expect(names.map((name) => after.stateOf(name)?.state)).toEqual(['repaired', 'repaired', 'repaired']);
  expect(left.filter((file) => existsSync(file))).toEqual([]);
  expect(await engine.call('jobs.wait', project, { job: interrupted })).toMatchObject({ attempt: 2 });
});
