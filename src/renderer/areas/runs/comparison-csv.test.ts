import { expect, it } from 'vitest';
import { dataCaution } from '../../../shared/model/comparison/compared-runs.ts';
import { comparisonMarkdown } from '../../../shared/model/comparison/comparison-markdown.ts';
import type { RunRow } from '../../../shared/model/run.ts';
import { type Comparison, comparisonCsv } from './comparison-csv.ts';

const run = (name: string): RunRow => ({
  id: name,
  name,
  experiment: 'Default',
  parentId: null,
  status: 'finished',
  startedAtMs: 0,
  endedAtMs: 1,
  durationMs: 1,
  dataset: null,
  parameters: {},
  metrics: {},
  tags: {},
  models: [],
});

const comparison: Comparison = {
  runs: [run('bold|fox'), run('dry-elk')],
  parameters: [
    { name: 'rounds', values: ['100', null], differs: true },
    { name: 'learner', values: ['gbdt', 'gbdt'], differs: false },
  ],
  metrics: [
    {
      name: 'auc',
      goal: 'maximize',
      values: [0.8, 0.9],
      deltas: [0, 0.1],
      judgements: ['same', 'better'],
      best: [1],
      worst: [0],
      differs: true,
    },
    {
      name: 'loss',
      goal: 'minimize',
      values: ['NaN', 'Infinity'],
      ...{ deltas: [null, null], judgements: ['missing', 'missing'], best: [], worst: [], differs: true },
    },
  ],
  tags: [{ name: 'team', values: ['red', null], differs: true }],
  facts: [],
  datasets: [
    [{ name: 'customers', version: 3, digest: 'cafe0123456789', role: 'training' }],
    [{ name: 'customers', version: 4, digest: 'beef0123456789', role: 'training' }],
  ],
  aggregate: 'last',
  environment: [{ name: 'gpu', values: ['Tesla T4', 'NVIDIA L4'], differs: true }],
  packages: [{ name: 'numpy', values: ['1.0', '2.0'], differs: true }],
  packagesKnown: [true, true],
  code: [],
  patches: [null, null],
};

it('writes a table in which the best is bold, deltas stand beside, and bars in names do no harm', () => {
  expect(comparisonMarkdown(comparison, false).split('\n')).toEqual([
    '|  | bold\\|fox | dry-elk |',
    '| --- | ---: | ---: |',
    '| auc ↑ | 0.8 | **0.9 (+0.1, +12.5\u00a0%)** |',
    '| loss ↓ | NaN | ∞ |',
    '| rounds | 100 | – |',
    '| learner | gbdt | gbdt |',
    '| team | red | – |',
    '| training data | customers@3 cafe0123 | customers@4 beef0123 |',
    '| gpu | Tesla T4 | NVIDIA L4 |',
    '| numpy | 1.0 | 2.0 |',
  ]);
});

it('leaves out what is the same when only differences are wanted', () => {
  expect(comparisonMarkdown(comparison, true)).not.toContain('learner');
  expect(comparisonMarkdown(comparison, true)).toContain('rounds');
});

it('writes the same as CSV, with all digits and a column that says what a row is', () => {
  expect(comparisonCsv(comparison, true).split('\r\n')).toEqual([
    'kind,name,bold|fox,dry-elk',
    'metric,auc,0.8,0.9',
    'metric,loss,NaN,Infinity',
    'parameter,rounds,100,',
    'tag,team,red,',
    'data,training data,customers@3 cafe0123,customers@4 beef0123',
    'machine,gpu,Tesla T4,NVIDIA L4',
    'package,numpy,1.0,2.0',
    '',
  ]);
});

it('warns where runs are known to have had different data, and only there', () => {
  expect(dataCaution(comparison)).toBe(
    'These runs had different training data: what is better or worse may come of the data.',
  );
  const [first] = comparison.datasets;
  expect(dataCaution({ datasets: [first!, first!, []] })).toBeNull();
});
