import { expect, it } from 'vitest';
import { axisPosition, axisPositions, brushedValues, parallelAxis } from './parallel-axis.ts';

it('draws numbers in text as numbers, and what is no number in the lane', () => {
  const axis = parallelAxis({ name: 'depth', values: ['2', '10', null, 'NaN', Number.POSITIVE_INFINITY, 6] });
  expect(axis).toEqual({ kind: 'linear', name: 'depth', min: 2, max: 10, isWhole: true, laneCount: 3 });
  expect(['2', 6, 10, null, 'NaN'].map((value) => axisPosition(axis, value))).toEqual([
    0,
    0.5,
    1,
    null,
    null,
  ]);
  expect(brushedValues(axis, 1, 0.5)).toEqual({ kind: 'range', min: 6, max: 10 });
});

it('takes logarithms from three decades on, and leaves them where told', () => {
  const values = [1e-4, 1e-1, 1e-2];
  const axis = parallelAxis({ name: 'lr', values });
  expect(axis.kind).toBe('log');
  expect(axisPosition(axis, 1e-2)).toBeCloseTo(2 / 3, 12);
  expect(brushedValues(axis, 0, 1)).toEqual({ kind: 'range', min: 1e-4, max: 1e-1 });
  expect(parallelAxis({ name: 'lr', values, scale: 'linear' }).kind).toBe('linear');
  expect(parallelAxis({ name: 'lr', values: [...values, 0] }).kind).toBe('linear');
  expect(parallelAxis({ name: 'lr', values: [...values, 0], scale: 'log' })).toMatchObject({
    min: 1e-4,
    laneCount: 1,
  });
});

it('keeps every text, however many, in an order one can find them in', () => {
  const axis = parallelAxis({ name: 'opt', values: ['sgd', '10', 'adam', null, '9', 'adam', true] });
  expect(axis).toMatchObject({
    kind: 'category',
    categories: ['9', '10', 'adam', 'sgd', 'true'],
    laneCount: 1,
  });
  expect(brushedValues(axis, 0.4, 0.8)).toEqual({ kind: 'categories', categories: ['adam', 'sgd'] });
  expect(axisPosition(axis, 'unheard of')).toBeNull();
  const trials = parallelAxis({ name: 'trial', values: ['trial 11', 'trial 2', 'trial 1'] });
  expect(trials).toMatchObject({ categories: ['trial 1', 'trial 2', 'trial 11'] });
  const many = Array.from({ length: 500 }, (_, index) => `run-${index}`);
  expect(parallelAxis({ name: 'name', values: many })).toMatchObject({ categories: { length: 500 } });
});

it('stands in the middle with one value, and is empty with none', () => {
  expect(axisPosition(parallelAxis({ name: 'seed', values: [7, 7] }), 7)).toBe(0.5);
  expect(parallelAxis({ name: 'none', values: [null, Number.NaN] })).toMatchObject({
    min: 0,
    max: 0,
    laneCount: 2,
  });
});

it('places a column as it places each value', () => {
  for (const values of [
    ['sgd', '10', null, 'adam', 'nan'],
    [1, 1000, null, 5, Number.NaN],
  ]) {
    const axis = parallelAxis({ name: 'any', values });
    expect([...axisPositions(axis, values)]).toEqual(
      values.map((value) => axisPosition(axis, value) ?? Number.NaN),
    );
  }
});
