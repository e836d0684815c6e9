import { expect, it } from 'vitest';
import { metricsByImportance, resultMetrics } from './metric-order.ts';

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
