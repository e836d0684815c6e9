import { expect, test } from 'vitest';
import type { RunDetail } from '../../shared/model/run.ts';
import { runText } from './run-text.ts';

const run: RunDetail = {
  ...{ id: 'a'.repeat(32), name: 'one', experiment: 'churn', parentId: 'b'.repeat(32), status: 'finished' },
  ...{ startedAtMs: 1_700_000_000_000, endedAtMs: 1_700_000_001_500, durationMs: 1500, dataset: 'held out' },
  ...{ parameters: {}, metrics: { loss: 0.5 }, models: ['churn/1'], jobId: null, seed: null, code: null },
  tags: { team: 'red', 'mlflow.source.git.commit': 'c0ffee' },
  datasets: [{ name: 'held out', version: null, digest: 'd1', role: 'evaluation' }],
  ...{
    environment: {},
    artifacts: [],
    note: 'said later',
    isDeleted: true,
    linkedFrom: null,
    evaluations: [],
  },
};

test('a run is shown with all that was recorded, and without tables of nothing', () => {
  const text = runText(run).replaceAll('\u00a0', ' ');
  expect(text).toContain('started 2023-11-14T22:13:20.000Z');
  for (const part of ['took 1.5 s', 'in the trash', `nested in ${'b'.repeat(32)}`, 'registered as churn/1'])
    expect(text).toContain(part);
  for (const part of ['code c0ffee', 'said later', 'held out  evaluation  d1']) expect(text).toContain(part);
  expect(text).toMatch(/^team +red$/m);
  expect(text).not.toMatch(/^(?:parameter|artifact)/m);
});
