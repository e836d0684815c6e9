import { expect, it } from 'vitest';
import { metricsByImportance, resultMetrics, tellingMetrics } from './metric-order.ts';

const names = ['validation_loss', 'zeta', 'accuracy', 'train_loss', 'roc_auc', 'alpha'];

it('puts what one looks at first before the rest, and figures of the rounds last', () => {
  expect(metricsByImportance(names)).toEqual([
    'roc_auc',
    'accuracy',
    'alpha',
    'zeta',
    'train_loss',
    'validation_loss',
  ]);
});

it('leaves the figures of the rounds out of the result', () => {
  expect(resultMetrics(names)).toEqual(['roc_auc', 'accuracy', 'alpha', 'zeta']);
});

it('knows a figure by its bare name, puts a goal before none, and counters last', () => {
  expect(metricsByImportance(['epoch', 'loss', 'alpha', 'val/auc', 'test_accuracy', 'val_loss'])).toEqual([
    ...['val/auc', 'test_accuracy', 'loss', 'val_loss', 'alpha', 'epoch'],
  ]);
});

it('leaves out what few runs have, or all the same, unless nothing differs', () => {
  const uses = new Map([
    ['epoch', { runs: 60, values: 1 }],
    ['auc', { runs: 2, values: 2 }],
    ['accuracy', { runs: 60, values: 1 }],
    ['loss', { runs: 60, values: 58 }],
    ['other', { runs: 40, values: 40 }],
  ]);
  expect(tellingMetrics([...uses.keys()], uses)).toEqual(['loss', 'other']);
  expect(tellingMetrics(['epoch', 'auc'], new Map([['auc', { runs: 1, values: 1 }]]))).toEqual([
    'auc',
    'epoch',
  ]);
});
