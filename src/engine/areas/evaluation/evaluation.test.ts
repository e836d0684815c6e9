import { expect, test } from 'vitest';
import { openEngineProject } from '../../../../test/support/open-test-engine.ts';

const row = (index: number) => ({
  tenure: (index * 37) % 60,
  plan: index % 3 === 0 ? 'monthly' : 'yearly',
  churn: (index * 37) % 60 < 20 ? 'Yes' : 'No',
});
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => row(from + index));

test('a model is scored on data it has not seen, the same way each time', async () => {
  const project = await openEngineProject();
  await project.addCsv('customers', rows(120));
  await project.addCsv('later', [...rows(60, 200), { ...row(1), churn: '' }, { ...row(2), churn: 'Maybe' }]);
  const { jobId, runId } = await project.call('training.start', { dataset: 'customers', target: 'churn' });
  expect((await project.ended(jobId)).error).toBeNull();
  await project.call('models.register', { source: { run: runId }, name: 'churn' });

  const evaluate = async (subject: { run: string } | { model: string }) => {
    const started = await project.call('evaluations.start', { subject, dataset: 'later' });
    expect(await project.call('evaluations.list', { run: runId })).not.toContainEqual(
      expect.objectContaining({ id: started.evaluationId }),
    );
    expect((await project.ended(started.jobId)).error).toBeNull();
    return project.call('evaluations.get', { evaluation: started.evaluationId });
  };
  const ofRun = await evaluate({ run: runId });
  const ofModel = await evaluate({ model: 'churn/1' });

  expect(ofRun).toMatchObject({ runId, model: null, dataset: 'later@1', rowCount: 62 });
  expect(ofModel).toMatchObject({ runId, model: 'churn/1', modelDigest: ofRun.modelDigest });
  expect(ofRun.report.rows).toMatchObject({ total: 62, used: 60, missingTruth: 1, unknownLabel: 1 });
  expect(ofRun.metric.name).toBe('roc_auc');
  // The rule is simple, and the later rows follow it.
  expect(ofRun.metric.value).toBeGreaterThan(0.9);
  expect(ofRun.metric.low).toBeLessThanOrEqual(ofRun.metric.value);
  expect(ofRun.metric.high).toBeGreaterThanOrEqual(ofRun.metric.value);
  expect(ofModel.report).toEqual(ofRun.report);
  expect(ofRun.report.notes.join(' ')).not.toContain('trained on these data');

  const listed = await project.call('evaluations.list', {});
  expect(listed.map(({ id }) => id)).toEqual([ofModel.id, ofRun.id]);
  expect(await project.call('evaluations.list', { limit: 1 })).toHaveLength(1);
  expect(await project.call('evaluations.list', { run: 'another' })).toEqual([]);
  expect((await project.call('runs.get', { run: runId })).evaluations).toHaveLength(2);
});

test('a regression model is scored by how far it is off', async () => {
  const project = await openEngineProject();
  const lines = Array.from({ length: 80 }, (_, index) => ({ x: index / 4, y: 3 * (index / 4) + 1 }));
  await project.addCsv('line', lines);
  const { jobId, runId } = await project.call('training.start', {
    dataset: 'line',
    target: 'y',
    learner: 'linear',
  });
  await project.ended(jobId);
  const { jobId: evaluation, evaluationId } = await project.call('evaluations.start', {
    subject: { run: runId },
    dataset: 'line',
  });
  expect((await project.ended(evaluation)).error).toBeNull();
  const { metric, report } = await project.call('evaluations.get', { evaluation: evaluationId });
  expect(metric.name).toBe('r2');
  expect(metric.value).toBeGreaterThan(0.95);
  expect(report.task).toBe('regression');
  expect(report.notes[0]).toContain('trained on these data');
});
