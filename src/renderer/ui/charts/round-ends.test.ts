import { expect, it } from 'vitest';
import { roundEnds } from './round-ends.ts';

it.each([
  [0.31, 0.68, 0.3, 0.7],
  [0.8441, 0.8479, 0.844, 0.848],
  [0, 1, 0, 1],
  [-12, 95, -50, 100],
  [1e-9, 4e-9, 1e-9, 4e-9],
  [1.2e6, 9.9e6, 0, 12.5e6 - 2.5e6],
])('holds %d to %d between round numbers', (low, high, from, to) => {
  expect(roundEnds(low, high)).toEqual([from, to]);
});

it('stays the same while values move a little', () => {
  expect(roundEnds(0.421, 0.683)).toEqual(roundEnds(0.42, 0.69));
});

it.each([0, 0.5, -3, 1e12])('leaves room around %d alone', (value) => {
  const [from, to] = roundEnds(value, value);
  expect(from).toBeLessThan(value);
  expect(to).toBeGreaterThan(value);
});
