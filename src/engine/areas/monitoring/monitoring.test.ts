import { expect, test } from 'vitest';
import { csvOf, openEngineProject, type TestProject } from '../../../../test/support/open-test-engine.ts';
import type { CommandInput } from '../../../shared/contract/index.ts';

/** `shift` moves every tenure and leaves the plans alone. */
const customers = (count: number, shift = 0) =>
  Array.from({ length: count }, (_, index) => ({
    tenure: ((index * 37) % 60) + shift,
    plan: index % 3 === 0 ? 'monthly' : 'yearly',
    code: String((index * 7) % 4),
    churn: (index * 37) % 60 < 20 ? 'Yes' : 'No',
  }));

const openWithReference = async (): Promise<TestProject> => {
  const project = await openEngineProject();
  const path = project.write('customers.csv', csvOf(customers(240)));
  await project.call('datasets.add', { path, types: { code: 'text' } });
  return project;
};

const compare = async (
  project: TestProject,
  current: CommandInput<'drift.start'>['current'],
  columns?: string[],
) => {
  const { jobId, reportId } = await project.call('drift.start', {
    reference: 'customers',
    current,
    ...(columns === undefined ? {} : { columns }),
  });
  expect((await project.ended(jobId)).error).toBeNull();
  return project.call('drift.get', { report: reportId });
};

const driftedColumns = ({ report }: Awaited<ReturnType<typeof compare>>): string[] =>
  report.columns.filter(({ drifted }) => drifted).map(({ name }) => name);

test('a dataset drifts where it moved, and not where it did not', async () => {
  const project = await openWithReference();
  await project.addCsv('moved', customers(200, 30));
  const found = await compare(project, { dataset: 'moved' }, ['tenure', 'plan']);
  expect(driftedColumns(found)).toEqual(['tenure']);
  expect(found).toMatchObject({
    reference: 'customers@1',
    current: 'moved@1',
    columns: 2,
    driftedColumns: 1,
    referenceRows: 240,
    currentRows: 200,
  });
  const still = await compare(project, { dataset: 'customers' });
  expect([still.isDrifted, still.driftedColumns, still.columns]).toEqual([false, 0, 4]);
  const listed = await project.call('drift.list', {});
  expect(listed.map(({ id }) => id)).toEqual([still.id, found.id]);
});

test('a file that is no dataset is read as the reference is, and not added', async () => {
  const project = await openWithReference();
  const before = await project.call('datasets.list', {});
  project.write('new rows.csv', csvOf(customers(200)));
  const found = await compare(project, { file: 'new rows.csv' });
  expect(found).toMatchObject({ current: 'new rows.csv', isDrifted: false, currentRows: 200 });
  // Its codes look like whole numbers, but in the reference they are text.
  const code = found.report.columns.find(({ name }) => name === 'code');
  expect(code).toMatchObject({ drifted: false, kind: 'category' });
  expect(await project.call('datasets.list', {})).toEqual(before);
});

test('what an endpoint was asked is compared with what its model learned from', async () => {
  const project = await openWithReference();
  const { jobId, runId } = await project.call('training.start', {
    dataset: 'customers',
    target: 'churn',
    exclude: ['code'],
    learner: 'linear',
  });
  await project.ended(jobId);
  await project.call('models.register', { source: { run: runId }, name: 'churn' });
  const endpoint = await project.call('serving.start', { model: 'churn' });
  await expect(compare(project, { endpoint: endpoint.id })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('churn/1 has logged no predictions'),
  });

  const records = customers(100, 40).map(({ tenure, plan }) => ({ tenure, plan }));
  expect(await project.call('serving.try', { endpoint: endpoint.id, body: { records } })).toMatchObject({
    status: 200,
  });
  const found = await compare(project, { endpoint: endpoint.id });
  expect(found).toMatchObject({ current: 'predictions of churn/1', currentRows: 100, columns: 2 });
  expect(driftedColumns(found)).toEqual(['tenure']);

  const { jobId: late } = await project.call('drift.start', {
    reference: 'customers',
    current: { endpoint: endpoint.id, sinceMs: Date.now() + 60_000 },
  });
  expect((await project.ended(late)).error).toMatchObject({ code: 'conflict' });
});
