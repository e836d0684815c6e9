/** A model whose columns have the names of outputs, from its training to what it answers everywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngineProject } from '../../../../test/support/open-test-engine.ts';

const rows = Array.from({ length: 120 }, (_, index) => {
  const value = (index * 37) % 60;
  const label = value < 25 ? 'a' : 'b';
  const probabilities = ((index * 7) % 10) / 10;
  const amount = value + (label === 'a' ? 10 : 0) + probabilities;
  return { value, label, probabilities, amount, outcome: amount > 35 ? 'Yes' : 'No' };
});

const cases = [
  { learner: 'gbdt', target: 'outcome', exclude: ['amount'], measure: 'roc_auc' },
  { learner: 'linear', target: 'amount', exclude: ['outcome'], measure: 'r2' },
  { learner: 'gbdt', target: 'label', exclude: ['outcome', 'amount'], measure: 'roc_auc' },
] as const;

test.each(cases)('$learner predicts $target from columns named like outputs', async (one) => {
  const { learner, target, exclude, measure } = one;
  const project = await openEngineProject();
  const data = await project.addCsv('data', rows);
  const training = { dataset: 'data', target, learner, exclude: [...exclude] };
  const { jobId, runId } = await project.call('training.start', training);
  expect((await project.ended(jobId)).error).toBeNull();
  await project.call('models.register', { source: { run: runId }, name: 'm' });

  const evaluation = await project.call('evaluations.start', { subject: { model: 'm/1' }, dataset: 'data' });
  expect((await project.ended(evaluation.jobId)).error).toBeNull();
  const { metric } = await project.call('evaluations.get', { evaluation: evaluation.evaluationId });
  expect(metric.name).toBe(measure);
  expect(metric.value).toBeGreaterThan(0.8);

  const out = join(project.folder, 'predicted.jsonl');
  const batch = await project.call('serving.predictFile', { model: 'm/1', data, out });
  expect((await project.ended(batch.jobId)).error).toBeNull();
  const inBatch = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(inBatch[0]).toMatchObject(rows[0]!);

  const endpoint = await project.call('serving.start', { model: 'm/1' });
  const left = new Set<string>([target, ...exclude]);
  const records = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !left.has(column))),
  );
  const { status, body } = await project.call('serving.try', { endpoint: endpoint.id, body: { records } });
  expect(status).toBe(200);
  const { predictions } = body as { predictions: { prediction: unknown }[] };
  expect(predictions.map(({ prediction }) => prediction)).toEqual(
    inBatch.map(({ prediction }) => prediction),
  );
  expect(new Set(inBatch.map(({ prediction }) => prediction)).size).toBeGreaterThan(1);
});
