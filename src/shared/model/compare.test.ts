import { describe, expect, it } from 'vitest';
import { compareRuns } from './compare.ts';
import { metricGoalOf } from './metric-goal.ts';

describe('the goal of a metric', () => {
  it('is told by its name', () => {
    const goals = {
      maximize: ['roc_auc', 'val_acc', 'F1 macro', 'train.R2', 'rocAUC', 'average_precision', 'neg_log_loss'],
      minimize: [
        'valid_0/logLoss',
        'rmse',
        'brier_score',
        'ece',
        'precision_error',
        'duration_s',
        'fit-time',
      ],
    } as const;
    for (const [goal, names] of Object.entries(goals)) {
      for (const name of names) expect(metricGoalOf(name), name).toBe(goal);
    }
    for (const name of ['epoch', 'timestamp', 'lr']) expect(metricGoalOf(name), name).toBeNull();
  });
  it('can be set', () => {
    expect(metricGoalOf('loss', { loss: 'maximize' })).toBe('maximize');
    expect(metricGoalOf('constructor')).toBeNull();
  });
});

describe('comparing runs', () => {
  const runs = [
    { id: 'a', parameters: { rounds: 100, seed: '1' }, metrics: { auc: 0.8, loss: 0.5, lr: 0.1, same: 1 } },
    { id: 'b', parameters: { rounds: '100', seed: '2' }, metrics: { auc: 0.9, loss: 0.6, lr: 0.2, same: 1 } },
    {
      id: 'c',
      parameters: { seed: '1', depth: 3 },
      metrics: { auc: 0.7, loss: Number.NaN, lr: 0.1, same: 1 },
    },
  ];
  const { parameters, metrics, baselineId } = compareRuns({ runs });
  const metric = (name: string) => metrics.find((one) => one.name === name);

  it('tells which parameters differ, a missing one included', () => {
    expect(parameters.map(({ name, differs }) => [name, differs])).toEqual([
      ['depth', true],
      ['rounds', true],
      ['seed', true],
    ]);
    expect(compareRuns({ runs: runs.slice(0, 2) }).parameters.map(({ name }) => name)).toEqual([
      'seed',
      'rounds',
    ]);
  });
  it('judges by the goal, against the baseline', () => {
    expect(baselineId).toBe('a');
    expect(metric('auc')).toMatchObject({ judgements: ['same', 'better', 'worse'], best: [1], worst: [2] });
    expect(metric('loss')).toMatchObject({ judgements: ['same', 'worse', 'missing'], best: [0], worst: [1] });
    expect(metric('lr')).toMatchObject({ goal: null, judgements: ['same', 'unjudged', 'same'], best: [] });
    expect(metric('same')).toMatchObject({ differs: false, best: [], worst: [] });
    expect(compareRuns({ runs, baselineId: 'c' }).metrics.find(({ name }) => name === 'auc')).toMatchObject({
      judgements: ['better', 'better', 'same'],
    });
  });
  it('of nothing is nothing', () => {
    expect(compareRuns({ runs: [] })).toEqual({ runIds: [], baselineId: null, parameters: [], metrics: [] });
  });
});
