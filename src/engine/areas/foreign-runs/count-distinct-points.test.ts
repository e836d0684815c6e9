import { expect, test } from 'vitest';
import { countDistinctPoints } from './count-distinct-points.ts';

const count = (...points: (readonly [timestampMs: number, step: number, value: number])[]): number => {
  const counter = countDistinctPoints();
  for (const [timestampMs, step, value] of points)
    counter.add({
      timestampsMs: Float64Array.of(timestampMs),
      steps: Float64Array.of(step),
      values: Float64Array.of(value),
    });
  return counter.count();
};

test('equal points are one, wherever the others stand', () => {
  expect(count()).toBe(0);
  expect(count([1, 0, 0.5], [1, 0, 0.5], [1, 0, 0.5])).toBe(1);
  expect(count([1, 0, 0.5], [1, 0, 0.6], [1, 0, 0.5])).toBe(2);
  expect(count([1, 0, Number.NaN], [1, 0, Number.NaN])).toBe(1);
  expect(count([1, 0, 0.5], [1, 1, 0.5], [2, 0, 0.5], [2, 1, 0.5])).toBe(4);
  expect(count([5, 5, 1], [4, 5, 1], [4, 5, 1], [4, 4, 1])).toBe(3);
});

test('many values of one moment are each counted once', () => {
  const values = Float64Array.from({ length: 200_000 }, (_, index) => index % 150_000);
  const counter = countDistinctPoints();
  counter.add({
    timestampsMs: new Float64Array(values.length),
    steps: new Float64Array(values.length),
    values,
  });
  expect(counter.count()).toBe(150_000);
});
