import { expect, it } from 'vitest';
import { createRunningStatistics } from './running-statistics.ts';

const statisticsOf = (values: readonly number[]) => {
  const statistics = createRunningStatistics();
  for (const value of values) statistics.add(value);
  return statistics.result(true);
};

it('leaves values that are no numbers out of extremes and mean, and counts them', () =>
  expect(statisticsOf([1, Number.NaN, 3, Number.POSITIVE_INFINITY])).toEqual({
    ...{ valueCount: 4, isComplete: true, nanCount: 1, infiniteCount: 1 },
    ...{ minimum: 1, maximum: 3, mean: 2, deviation: 1 },
  }));

it('keeps its digits far from zero', () => {
  const { deviation } = statisticsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]);
  expect(deviation).toBeCloseTo(Math.sqrt(2 / 3), 12);
});

it('has nothing to say of nothing', () =>
  expect(statisticsOf([Number.NaN])).toMatchObject({
    valueCount: 1,
    minimum: null,
    mean: null,
    deviation: null,
  }));
