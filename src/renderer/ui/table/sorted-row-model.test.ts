import { expect, it } from 'vitest';
import { compareValues, sortedPositions } from './sorted-row-model.ts';

it('compares numbers by size and texts as people sort them', () => {
  expect(compareValues(9, 10)).toBeLessThan(0);
  expect(compareValues('run-2', 'run-10')).toBeLessThan(0);
  expect(compareValues('b', 'A')).toBeGreaterThan(0);
  expect(compareValues(false, true)).toBeLessThan(0);
});

it('puts missing values last in both directions and keeps equal ones in their order', () => {
  const values = [3, null, 1, Number.NaN, 3, 2];
  expect(sortedPositions(values, false)).toEqual([2, 5, 0, 4, 1, 3]);
  expect(sortedPositions(values, true)).toEqual([0, 4, 5, 2, 1, 3]);
});

it('takes zero, false and the empty text as values', () => {
  expect(sortedPositions([0, undefined, -1], false)).toEqual([2, 0, 1]);
  expect(sortedPositions([true, null, false], false)).toEqual([2, 0, 1]);
  expect(sortedPositions(['b', '', undefined], false)).toEqual([1, 0, 2]);
});

it('sorts texts and numbers in one column as texts', () => {
  expect(sortedPositions(['10', 9, 'a'], true)).toEqual([2, 0, 1]);
});
