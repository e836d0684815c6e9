import { expect, it } from 'vitest';
import { bestByDataset, bestOf } from './ranking.ts';

it('takes the best by the goal, past values that are no numbers', () => {
  const values = [0.7, Number.NaN, 0.9, Number.POSITIVE_INFINITY, 0.8];
  expect(bestOf(values, 'maximize')).toBe(0.9);
  expect(bestOf(values, 'minimize')).toBe(0.7);
});

it('names no best where there is nothing to choose', () => {
  expect(bestOf([0.7, 0.9], null)).toBeNull();
  expect(bestOf([0.7, 0.7], 'maximize')).toBeNull();
  expect(bestOf([0.7], 'maximize')).toBeNull();
  expect(bestOf([], 'minimize')).toBeNull();
});

it('names a best for each dataset by itself', () => {
  const runs = [
    { dataset: 'telco@1', value: 0.8 },
    { dataset: 'telco@1', value: 0.85 },
    { dataset: 'letters@1', value: 0.99 },
    { dataset: null, value: 0.5 },
    { dataset: null, value: 0.4 },
  ];
  expect([...bestByDataset(runs, 'maximize')]).toEqual([
    ['telco@1', 0.85],
    [null, 0.5],
  ]);
});
