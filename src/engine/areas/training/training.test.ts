import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEngineProject, type TestProject } from '../../../../test/support/open-test-engine.ts';
import type { CommandInput } from '../../../shared/contract/index.ts';

/** 120 customers: those with a short tenure and a monthly plan leave. Ten households; days go on through November. */
const customers = Array.from({ length: 120 }, (_, index) => ({
  tenure: (index * 37) % 60,
  plan: index % 3 === 0 ? 'monthly' : 'yearly',
  household: `h${index % 10}`,
  day: `2026-11-${String(1 + Math.floor(index / 5)).padStart(2, '0')}`,
  charge: 20 + ((index * 7) % 13) + (index % 3 === 0 ? 5 : 0),
  churn: (index * 37) % 60 < 25 === (index % 3 === 0 || index % 7 === 0) ? 'Yes' : 'No',
}));

const openWithCustomers = async (): Promise<TestProject> => {
  const project = await openEngineProject();
  await project.addCsv('customers', customers);
  return project;
};

const train = async (project: TestProject, request: Partial<CommandInput<'training.start'>> = {}) => {
  const { jobId, runId } = await project.call('training.start', {
    dataset: 'customers',
    target: 'churn',
    exclude: ['household', 'day'],
    ...request,
  });
  const job = await project.ended(jobId);
  expect(job.error).toBeNull();
  return project.call('runs.get', { run: runId });
};

const modelDigest = ({ artifacts }: Awaited<ReturnType<typeof train>>): string =>
  artifacts.find(({ path }) => path === 'model/model.onnx')!.digest ?? '';

test('a training records everything that it depends on', async () => {
  const project = await openWithCustomers();
  const git = (...words: string[]) => execFileSync('git', words, { cwd: project.folder, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  project.write('train.py', 'print(1)\n');
  git('add', 'train.py');
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-qm', 'first');
  git('remote', 'add', 'origin', 'https://someone:secret@example.org/repository.git');
  appendFileSync(`${project.folder}/train.py`, 'print(2)\n');

  const run = await train(project, { name: 'first', seed: 7, parameters: { num_rounds: '20' } });

  expect(run).toMatchObject({
    name: 'first',
    experiment: 'Default',
    status: 'finished',
    seed: 7,
    dataset: 'customers@1',
    isDeleted: false,
    parameters: {
      learner: 'gbdt',
      target: 'churn',
      seed: '7',
      num_rounds: '20',
      split: 'stratified',
      test_share: '0.25',
      exclude: 'day, household',
      task: 'binary',
      train_rows: '90',
      test_rows: '30',
    },
    code: {
      commit: git('rev-parse', 'HEAD').trim(),
      branch: 'main',
      remote: 'https://example.org/repository.git',
      isDirty: true,
      patchArtifact: 'code/uncommitted.patch',
    },
    environment: { node: process.versions.node, onnxruntime: expect.stringMatching(/^\d/) },
  });
  const [dataset] = await project.call('datasets.list', {});
  expect(run.datasets).toEqual([
    { name: 'customers', version: 1, role: 'training', digest: dataset!.latest.digest },
  ]);
  expect(run.artifacts.map(({ path }) => path)).toEqual([
    'code/uncommitted.patch',
    'model/importance.json',
    'model/model.onnx',
    'model/signature.json',
  ]);
  const patch = await project.call('runs.readArtifact', { run: run.id, path: 'code/uncommitted.patch' });
  expect(patch.text).toContain('+print(2)');
  const signature = await project.call('runs.readArtifact', { run: run.id, path: 'model/signature.json' });
  expect(JSON.parse(signature.text!)).toMatchObject({
    task: 'binary',
    target: 'churn',
    classes: ['No', 'Yes'],
    inputs: [{ name: 'tenure' }, { name: 'plan' }, { name: 'charge' }],
  });

  expect(run.metrics.roc_auc).toBeGreaterThan(0.6);
  expect(Object.values(run.metrics).every((value) => Number.isFinite(Number(value)))).toBe(true);
  const series = await project.call('runs.history', { runs: [run.id] });
  const loss = series.find(({ key }) => key === 'validation_loss')!;
  expect(loss.points.map(({ step }) => step)).toEqual(loss.points.map((_, index) => index + 1));
});

test('a folder outside git, and a clean one, are recorded as such', async () => {
  const project = await openWithCustomers();
  expect((await train(project, { learner: 'linear' })).code).toBeNull();
  const git = (...words: string[]) => execFileSync('git', words, { cwd: project.folder });
  git('init', '-q', '-b', 'main');
  git('add', 'customers.csv');
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '-qm', 'first');
  const run = await train(project, { learner: 'linear' });
  expect(run.code).toMatchObject({ isDirty: false, patchArtifact: null, remote: null });
  expect(run.artifacts.map(({ path }) => path)).not.toContain('code/uncommitted.patch');
});

test.each(['gbdt', 'linear'] as const)(
  'the same seed gives the same %s model to the byte, another seed another one',
  async (learner) => {
    const project = await openWithCustomers();
    const signatureOf = async (seed: number) => {
      const run = await train(project, { learner, seed });
      const digest = modelDigest(run);
      return { digest, metrics: run.metrics.log_loss };
    };
    const [first, again, other] = [await signatureOf(1), await signatureOf(1), await signatureOf(2)];
    expect(again.metrics).toBe(first.metrics);
    expect(other.metrics).not.toBe(first.metrics);
    expect([again.digest === first.digest, other.digest === first.digest]).toEqual([true, false]);
  },
);

test('a number is a regression target', async () => {
  const project = await openWithCustomers();
  const run = await train(project, {
    learner: 'linear',
    target: 'charge',
    exclude: ['household', 'day', 'churn'],
  });
  expect(run.parameters).toMatchObject({ task: 'regression', split: 'random', test_share: '0.25' });
  expect(run.metrics).toHaveProperty('r2');
});

test('a time split holds out the latest days, a group split whole households', async () => {
  const project = await openWithCustomers();
  const byTime = await train(project, {
    learner: 'linear',
    split: { kind: 'time', column: 'day', testShare: 0.25 },
  });
  expect(byTime.parameters).toMatchObject({ split: 'time:day', train_rows: '90', test_rows: '30' });
  const byGroup = await train(project, {
    learner: 'linear',
    split: { kind: 'group', column: 'household', testShare: 0.3 },
  });
  // Each household has twelve rows, and three of the ten are the nearest to 30 %.
  expect(byGroup.parameters).toMatchObject({
    split: 'group:household',
    test_share: '0.3',
    train_rows: '84',
    test_rows: '36',
  });
});

test('a suggestion names a target, a task and the columns that teach nothing', async () => {
  const project = await openEngineProject();
  await project.addCsv(
    'people',
    customers.map((row, index) => ({ customer_id: `c${index}`, country: 'CH', ...row })),
  );
  const suggestion = await project.call('training.suggest', { dataset: 'people' });
  expect(suggestion).toMatchObject({
    target: 'churn',
    task: 'binary',
    split: { kind: 'stratified', testShare: 0.25 },
    learner: 'gbdt',
  });
  expect(suggestion.exclude.map(({ column }) => column)).toEqual(['customer_id', 'country']);
  expect(await project.call('training.suggest', { dataset: 'people', target: 'charge' })).toMatchObject({
    target: 'charge',
    task: 'regression',
    split: { kind: 'random' },
  });
});

test('a target of which every value is another one is suggested, and a time is not', async () => {
  const project = await openEngineProject();
  const days = Array.from({ length: 40 }, (_, index) => ({
    reading: index / 7 + 0.01,
    day: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}`,
  }));
  await project.addCsv('readings', days);
  expect(await project.call('training.suggest', { dataset: 'readings' })).toMatchObject({
    target: 'reading',
    task: 'regression',
  });
});
