import { expect, it } from 'vitest';
import { byRank, mainMetric } from './main-metric.ts';

it('prefers the area under the curve over the rest', () => {
  expect(mainMetric({ metrics: { log_loss: 0.4, accuracy: 0.8, auc: 0.84 } })).toEqual({
    name: 'auc',
    value: 0.84,
  });
});

it('knows a figure by its bare name', () => {
  expect(mainMetric({ metrics: { duration: 4, test_rmse: 1.5 } })).toEqual({ name: 'test_rmse', value: 1.5 });
});

it('takes an unknown figure when there is no other, and none when there is none', () => {
  expect(mainMetric({ metrics: { profit: 12 } })).toEqual({ name: 'profit', value: 12 });
  expect(mainMetric({ metrics: {} })).toBeNull();
});

it('puts what says most first, and what the training saw last', () => {
  expect(['train_loss', 'f1', 'validation_accuracy', 'roc_auc', 'accuracy'].sort(byRank)).toEqual([
    'roc_auc',
    'accuracy',
    'f1',
    'train_loss',
    'validation_accuracy',
  ]);
});
