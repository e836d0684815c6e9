import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import type { Job } from '../../src/shared/model/job.ts';
import type { Endpoint } from '../../src/shared/model/serving.ts';
import { type CommandLine, createCommandLine, finished } from '../support/command-line.ts';

/** The whole life of a model through the built command line; each test goes on where the one before it stopped. */

interface Trained {
  readonly runId: string;
  readonly name: string;
  readonly metrics: Record<string, number>;
  readonly modelPath: string;
  readonly modelDigest: string;
  readonly seed: number;
  readonly jobId: string;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const samples = join(repository, 'resources', 'samples', 'telco-churn', 'data');
const fixtures = join(repository, 'test', 'fixtures', 'data');

// A command is a process, and some tests run many; on a busy machine that takes longer than a unit test may.
vi.setConfig({ testTimeout: 180_000 });

let home: string;
let project: string;
let modelyard: CommandLine;

beforeAll(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'modelyard büro '));
  project = join(home, 'мой проект – 猫');
  mkdirSync(project);
  modelyard = createCommandLine({ folder: project, userData: join(home, 'user data') });
});
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

const unpack = (name: string): string => {
  const file = join(project, `${name}.csv`);
  writeFileSync(file, gunzipSync(readFileSync(join(fixtures, `${name}.csv.gz`))));
  return file;
};

const train = (...options: string[]): Promise<Trained> => modelyard.json<Trained>('train', ...options);
const trainChurn = (...options: string[]): Promise<Trained> =>
  train('--data', 'customers', '--target', 'churn', '--experiment', 'Churn', ...options);

describe('the life of a model on the command line', () => {
  const runs: Record<'linear' | 'gbdt', Trained> = {} as never;

  test('makes a project of a folder whose name has spaces and other scripts', async () => {
    const made = await modelyard.json<CommandOutput<'projects.create'>>('init');
    expect(made).toMatchObject({ folder: project, name: 'мой проект – 猫', readOnlyReason: null });
    expect(existsSync(join(project, 'modelyard.yaml'))).toBe(true);
  });

  test('adds the sample and another data set, and says when a file is there already', async () => {
    const file = join(samples, 'customers-train.csv');
    const added = await modelyard.json<{ version: number; rowCount: number; isNew: boolean; digest: string }>(
      ...['data', 'add', file, '--name', 'customers', '--copy'],
    );
    expect(added).toMatchObject({ version: 1, isNew: true, digest: sha256(file) });
    const again = await modelyard.json<{ version: number; isNew: boolean }>(
      ...['data', 'add', file, '--name', 'customers', '--copy'],
    );
    expect(again).toMatchObject({ version: 1, isNew: false });
    await modelyard.json('data', 'add', join(samples, 'customers-2026-01.csv'), '--name', 'january');
    await modelyard.json('data', 'add', join(samples, 'customers-2026-03.csv'), '--name', 'march');
    expect(await modelyard.json('data', 'add', unpack('diamonds'))).toMatchObject({
      dataset: 'diamonds',
      rowCount: 53_940,
    });
  });

  test('lists, shows and profiles them', async () => {
    const listed = await modelyard.json<CommandOutput<'datasets.list'>>('data', 'list');
    expect(listed.map(({ name }) => name).sort()).toEqual(['customers', 'diamonds', 'january', 'march']);

    const shown = await modelyard.json<CommandOutput<'datasets.get'>>('data', 'show', 'diamonds');
    expect(shown.version.columns).toContainEqual(expect.objectContaining({ name: 'cut', type: 'text' }));

    const profile = await modelyard.json<CommandOutput<'datasets.profile'>>('data', 'profile', 'diamonds');
    const price = profile.columns.find(({ name }) => name === 'price');
    expect(price?.numeric).toMatchObject({ min: 326, max: 18_823 });
    expect(profile.columns.find(({ name }) => name === 'cut')?.distinct).toBe(5);

    const { stdout } = await modelyard.run('data', 'profile', 'diamonds');
    expect(stdout).toMatch(/^carat .*number/m);
    const march = await modelyard.run('data', 'profile', 'march');
    expect(march.stdout).toMatch(/^total_charges\s+number\s+9\.37\s%/m);
  });

  test('trains both learners, and answers what a program needs', async () => {
    runs.linear = await trainChurn('--learner', 'linear', '--seed', '7');
    runs.gbdt = await trainChurn('--learner', 'gbdt', '--seed', '7', '--param', 'num_rounds=60');
    for (const { runId, metrics, modelPath, modelDigest, seed } of Object.values(runs)) {
      expect(runId).toMatch(/^[0-9a-f]{32}$/);
      expect(metrics.roc_auc).toBeGreaterThan(0.8);
      expect(seed).toBe(7);
      expect(sha256(modelPath)).toBe(modelDigest);
    }
    const copy = join(home, 'model.onnx');
    await modelyard.json('runs', 'save', runs.gbdt.runId, 'model/model.onnx', '--out', copy);
    expect(sha256(copy)).toBe(runs.gbdt.modelDigest);
    const price = await train(
      ...['--data', 'diamonds', '--target', 'price', '--experiment', 'Price', '--split', 'random'],
      ...['--param', 'num_rounds=40'],
    );
    expect(price.metrics.r2).toBeGreaterThan(0.97);
  });

  test('gives the same bytes for the same data, parameters and seed', async () => {
    const again = await trainChurn('--learner', 'gbdt', '--seed', '7', '--param', 'num_rounds=60');
    expect(again.modelDigest).toBe(runs.gbdt.modelDigest);
    const other = await trainChurn('--learner', 'gbdt', '--seed', '8', '--param', 'num_rounds=60');
    expect(other.modelDigest).not.toBe(runs.gbdt.modelDigest);
  });

  test('lists, filters, shows and compares runs', async () => {
    const all = await modelyard.json<CommandOutput<'runs.list'>>('runs', 'list');
    expect(all.runs).toHaveLength(5);
    const filtered = await modelyard.json<CommandOutput<'runs.list'>>(
      ...['runs', 'list', '--experiment', 'Churn', '--filter', "params.learner = 'linear'"],
    );
    expect(filtered.runs.map(({ id }) => id)).toEqual([runs.linear.runId]);

    const shown = await modelyard.json<CommandOutput<'runs.get'>>(
      'runs',
      'show',
      runs.gbdt.runId.slice(0, 8),
    );
    expect(shown).toMatchObject({ id: runs.gbdt.runId, status: 'finished', seed: 7 });
    expect(shown.datasets).toContainEqual(
      expect.objectContaining({ name: 'customers', digest: sha256(join(samples, 'customers-train.csv')) }),
    );

    const compared = await modelyard.json<CommandOutput<'runs.compare'>>(
      ...['runs', 'compare', runs.linear.runId, runs.gbdt.runId],
    );
    const auc = compared.metrics.find(({ name }) => name === 'roc_auc');
    const ahead = runs.linear.metrics.roc_auc! > runs.gbdt.metrics.roc_auc! ? 0 : 1;
    expect(auc).toMatchObject({ goal: 'maximize', best: [ahead] });
    expect(compared.parameters.find(({ name }) => name === 'learner')).toMatchObject({ differs: true });

    const groups = await modelyard.json<CommandOutput<'runs.groups'>>(
      ...['runs', 'compare', runs.linear.runId, runs.gbdt.runId],
      ...['--group-by', 'params.learner', '--metric', 'roc_auc'],
    );
    expect(groups.groups.map(({ name }) => name)).toEqual(['gbdt', 'linear']);
    expect(groups.sentences).toEqual([expect.stringContaining('Too few runs to tell')]);
  });

  test('registers versions and moves an alias', async () => {
    const first = await modelyard.json<CommandOutput<'models.register'>>(
      ...['models', 'register', '--run', runs.gbdt.runId, '--name', 'churn', '--alias', 'champion'],
    );
    expect(first).toMatchObject({ version: 1, aliases: ['champion'], digest: runs.gbdt.modelDigest });
    await modelyard.json('models', 'register', '--run', runs.linear.runId, '--name', 'churn');
    expect(await modelyard.json('models', 'alias', 'churn', 'champion', '2')).toMatchObject({ previous: 1 });
    expect(await modelyard.json('models', 'alias', 'churn', 'champion', '1')).toMatchObject({ previous: 2 });

    const [model] = await modelyard.json<CommandOutput<'models.list'>>('models', 'list');
    expect(model).toMatchObject({ name: 'churn', versionCount: 2, aliases: { champion: 1 } });
    const shown = await modelyard.json<{ card: string }>('models', 'show', 'churn@champion');
    expect(shown.card).toContain(runs.gbdt.runId);
  });

  test('evaluates on later data with intervals', async () => {
    const { report, rowCount } = await modelyard.json<CommandOutput<'evaluations.get'>>(
      ...['evaluate', '--model', 'churn@champion', '--data', 'january'],
    );
    expect(rowCount).toBe(939);
    const auc = report.metrics.find(({ name }) => name === 'roc_auc');
    expect(auc?.interval?.low).toBeLessThan(auc!.value!);
    expect(auc?.interval?.high).toBeGreaterThan(auc!.value!);
  });

  test('says of an evaluation what else must be known', async () => {
    const { stdout } = await modelyard.run(
      ...['evaluate', '--model', 'churn@champion', '--data', 'customers'],
    );
    expect(stdout).toContain('· The model was trained on these data');
  });

  test('predicts a file, and keeps one that is there', async () => {
    const out = join(project, 'predicted – март.csv');
    const args = [
      'predict',
      'churn@champion',
      '--data',
      join(samples, 'customers-2026-03.csv'),
      '--out',
      out,
    ];
    expect(await modelyard.json(...args)).toMatchObject({ out, rows: 939 });
    const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(head).toContain('prediction');
    expect(rows).toHaveLength(939);
    expect((await modelyard.run(...args)).exitCode).toBe(4);
  });

  test('serves until it is interrupted', async () => {
    const child = modelyard.start('--json', 'serve', 'churn@champion');
    const ended = finished(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let document = '';
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      document += line.value;
      if (line.value === '}') break;
    }
    const { address, state } = JSON.parse(document) as Endpoint;
    expect(state).toBe('ready');

    const [header, row] = readFileSync(join(samples, 'customers-2026-01.csv'), 'utf8').split('\n');
    const cells = row!.trim().split(',');
    const record = Object.fromEntries(
      header!
        .trim()
        .split(',')
        .map((name, index) => [name, cells[index]!])
        .filter(([name]) => name !== 'churn')
        .map(([name, cell]) => [name, cell === '' || Number.isNaN(Number(cell)) ? cell : Number(cell)]),
    );
    const answered = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: [record] }),
    });
    expect(answered.status).toBe(200);
    expect(await answered.json()).toMatchObject({ model: 'churn', version: 1, runId: runs.gbdt.runId });
    const refused = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: [{ ...record, tenure: 'long' }] }),
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('tenure');

    // While it serves, another command reaches the same project through the engine that has it open.
    const status = await modelyard.json<CommandOutput<'project.status'>>('status');
    expect(status.endpoints).toMatchObject([{ name: 'churn/1', state: 'ready', address }]);

    const asked = await modelyard.json<CommandOutput<'serving.predictions'>>('endpoints', 'predictions');
    expect(asked).toMatchObject({
      total: 1,
      predictions: [{ model: 'churn', version: 1, features: record }],
    });
    const [event] = await modelyard.json<CommandOutput<'project.events'>>('events', '--limit', '1');
    expect(event).toMatchObject({ kind: 'endpoint.started', actor: 'command line' });

    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 0 });
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    const after = await modelyard.json<CommandOutput<'project.status'>>('status');
    expect(after.endpoints.filter(({ state: now }) => now !== 'stopped')).toEqual([]);
  });

  test('ends when the endpoint is stopped from elsewhere', async () => {
    const child = modelyard.start('serve', 'churn@champion');
    const ended = finished(child);
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('serves at')) break;
    const [endpoint] = await modelyard.json<Endpoint[]>('endpoints', 'list');
    expect(endpoint).toMatchObject({ model: 'churn', state: 'ready' });
    const stopped = await modelyard.json<Endpoint>('endpoints', 'stop', endpoint!.id.slice(0, 8));
    expect(stopped.state).toBe('stopped');
    expect(await ended).toMatchObject({ exitCode: 0 });
  });

  test('finds the drift that the last month has, and none in data compared with themselves', async () => {
    const drift = (current: string) =>
      modelyard.json<CommandOutput<'drift.get'>>('drift', '--reference', 'customers', '--current', current);
    const march = await drift('march');
    expect(march.driftedColumns).toBeGreaterThan(0);
    expect((await drift('customers')).driftedColumns).toBe(0);
    // A file that is no dataset gives what the dataset of the same file gives.
    expect((await drift(join(samples, 'customers-2026-03.csv'))).driftedColumns).toBe(march.driftedColumns);
  });

  test('exports a bundle whose checksums verify', async () => {
    const folder = join(home, 'bundle für Kubernetes');
    const made = await modelyard.json<CommandOutput<'exports.get'>>(
      ...['export', 'churn@champion', '--out', folder, '--image', 'churn:1'],
    );
    expect(made).toMatchObject({ state: 'ready', isIntact: true, image: 'churn:1' });
    const sums = readFileSync(join(folder, 'checksums.txt'), 'utf8').trimEnd().split('\n');
    for (const line of sums) {
      const [digest, path] = line.split(/ [ *]/);
      expect(sha256(join(folder, path!)), path).toBe(digest);
    }
    const listed = sums.map((line) => line.split(/ [ *]/)[1]);
    expect(listed).toEqual(expect.arrayContaining(['Dockerfile', 'app/bundle/model.onnx']));
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toMatch(/^USER /m);
  });

  test('knows every job, says how the project is, and finds it sound', async () => {
    const jobs = await modelyard.json<Job[]>('jobs', 'list');
    expect(new Set(jobs.map(({ kind }) => kind))).toEqual(
      new Set(['train', 'evaluate', 'batch-predict', 'drift', 'export']),
    );
    expect(jobs.filter(({ state, attempt }) => state !== 'succeeded' || attempt !== 1)).toEqual([]);
    const shown = await modelyard.json<Job & { log: string[] }>('jobs', 'show', runs.gbdt.jobId);
    expect(shown).toMatchObject({ kind: 'train', subject: { type: 'run', id: runs.gbdt.runId } });

    const status = await modelyard.json<CommandOutput<'project.status'>>('status');
    expect(status.counts).toMatchObject({ datasets: 4, runs: 5, models: 1 });
    expect(status.drift?.driftedColumns).toBeGreaterThan(0);

    const doctor = await modelyard.json<CommandOutput<'project.doctor'>>('doctor');
    expect(doctor.healthy).toBe(true);
    expect(doctor.checks.every(({ state }) => state === 'ok')).toBe(true);
  });
});

test('an interrupted training is cancelled, and nothing of it is registered or left running', async () => {
  const long = ['train', '--data', 'diamonds', '--target', 'price', '--param', 'num_rounds=5000'];
  const child = modelyard.start(...long);
  const ended = finished(child);
  for await (const line of createInterface({ input: child.stderr })) if (line.startsWith('run ')) break;
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 130, stdout: '' });

  const [job] = await modelyard.json<Job[]>('jobs', 'list');
  expect(job).toMatchObject({ kind: 'train', state: 'cancelled', attempt: 1 });
  const refused = await modelyard.run('models', 'register', '--run', job!.subject!.id, '--name', 'half');
  expect(refused.exitCode).toBe(4);
  // Cancelling what has ended changes nothing.
  expect(await modelyard.json('jobs', 'cancel', job!.id)).toMatchObject({ state: 'cancelled' });
});

test('a training goes on when the engine that it ran in, that of another command, is killed', async () => {
  const serving = modelyard.start('serve', 'churn@champion');
  for await (const line of createInterface({ input: serving.stdout })) if (line.includes('serves at')) break;
  const long = ['train', '--data', 'diamonds', '--target', 'price', '--param', 'num_rounds=400'];
  const trained = finished(modelyard.start('--json', ...long));
  const newest = async () => (await modelyard.json<Job[]>('jobs', 'list'))[0]!;
  while ((await newest()).state !== 'running');
  serving.kill('SIGKILL');
  const { exitCode, stdout } = await trained;
  expect(exitCode).toBe(0);
  const { jobId } = JSON.parse(stdout) as Trained;
  expect(await newest()).toMatchObject({ id: jobId, state: 'succeeded', attempt: 2 });
  const [endpoint] = await modelyard.json<Endpoint[]>('endpoints', 'list');
  await modelyard.json('endpoints', 'stop', endpoint!.id);
});

describe('exit codes', () => {
  const failing = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await modelyard.run('--json', ...args);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect(stderr).not.toBe('');
    return { exitCode, code: error.code, message: error.message };
  };

  test('2 for an option, a value or a pair that is wrong', async () => {
    expect(await failing('runs', 'list', '--colour')).toMatchObject({ exitCode: 2, code: 'invalid-input' });
    expect(await failing('runs', 'list', '--limit', 'many')).toMatchObject({ exitCode: 2 });
    expect(await failing('models', 'register', '--name', 'm')).toMatchObject({ exitCode: 2 });
    const noPair = ['train', '--data', 'customers', '--target', 'churn', '--param', 'rounds'];
    expect(await failing(...noPair)).toMatchObject({ exitCode: 2 });
    const noColumn = ['train', '--data', 'customers', '--target', 'chrun'];
    expect(await failing(...noColumn)).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('chrun'),
    });
    const odd = ['train', '--data', 'customers', '--target', 'churn', '--param', 'ruonds=3'];
    expect(await failing(...odd)).toMatchObject({ exitCode: 2, message: expect.stringContaining('ruonds') });
  });

  test('3 for what does not exist', async () => {
    expect(await failing('data', 'show', 'nothing')).toMatchObject({ exitCode: 3, code: 'not-found' });
    expect(await failing('data', 'add', 'nothing.csv')).toMatchObject({ exitCode: 3, code: 'not-found' });
    expect(await failing('serve', 'churn@nobody')).toMatchObject({ exitCode: 3, code: 'not-found' });
  });

  test('4 for a port in use and for a project that is there already', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      const refused = await failing('serve', 'churn', '--port', String(port));
      expect(refused).toMatchObject({ exitCode: 4, code: 'port-in-use' });
      expect(refused.message).toContain(String(port));
    } finally {
      other.close();
    }
    expect(await failing('init')).toMatchObject({ exitCode: 4, code: 'already-exists' });
  });

  test('5 outside of a project', async () => {
    const outside = join(home, 'outside');
    mkdirSync(outside);
    expect(await failing('--project', outside, 'status')).toMatchObject({
      exitCode: 5,
      code: 'not-a-project',
    });
    expect(existsSync(join(outside, '.modelyard'))).toBe(false);
  });

  test('6 for a malformed file, with its line', async () => {
    const ragged = await failing('data', 'add', join(fixtures, 'quirks', 'ragged-long.csv'));
    expect(ragged).toMatchObject({ exitCode: 6, code: 'data-malformed' });
    expect(ragged.message).toMatch(/line \d+/);
  });
});

test('the demo runs the whole life cycle and exits with 0', async () => {
  const folder = join(home, 'demo');
  const made = await modelyard.json<{ folder: string; exportFolder: string; steps: { step: string }[] }>(
    ...['demo', '--out', folder],
  );
  expect(made.folder).toBe(folder);
  expect(existsSync(join(made.exportFolder, 'Dockerfile'))).toBe(true);
  expect(made.steps.map(({ step }) => step)).toEqual(
    'data profile train train compare register evaluate serve predict watch export stop'.split(' '),
  );
});
