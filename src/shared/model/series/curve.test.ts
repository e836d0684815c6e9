import { expect, it } from 'vitest';
import { curveOver, sortedCurve } from './curve.ts';
import type { MetricHistory } from './metric-history.ts';

const history = (rows: readonly (readonly [step: number, atMs: number, value: number])[]): MetricHistory => ({
  steps: Float64Array.from(rows, ([step]) => step),
  timestampsMs: Float64Array.from(rows, ([, atMs]) => atMs),
  values: Float64Array.from(rows, ([, , value]) => value),
});
const loss = history([
  [2, 3000, 0.3],
  [1, 2000, 0.5],
  [1, 1000, 0.6],
  [3, 4000, Number.NaN],
]);

it('sorts by step, equal steps in the order they came', () => {
  const { x, y } = curveOver(loss, { kind: 'step' });
  expect([Array.from(x), Array.from(y)]).toEqual([
    [1, 1, 2, 3],
    [0.5, 0.6, 0.3, Number.NaN],
  ]);
});

it('takes time since a start, and the clock', () => {
  expect(Array.from(curveOver(loss, { kind: 'relative', originMs: 1000 }).x)).toEqual([0, 1, 2, 3]);
  expect(Array.from(curveOver(loss, { kind: 'wall' }).x)).toEqual([1000, 2000, 3000, 4000]);
});

it('joins another metric by step, its latest value of each, and counts what has no partner', () => {
  const epoch = history([
    [1, 9000, 10],
    [1, 500, 99],
    [3, 0, Number.POSITIVE_INFINITY],
  ]);
  const { x, y, leftOut } = curveOver(loss, { kind: 'metric', history: epoch });
  expect([Array.from(x), Array.from(y), leftOut]).toEqual([[10, 10], [0.5, 0.6], 2]);
});

it('copies nothing that is in order', () => {
  const x = Float64Array.of(1, 2, 2, 3);
  expect(sortedCurve(x, x).x).toBe(x);
  expect(sortedCurve(Float64Array.of(1, Number.NaN), x).leftOut).toBe(1);
  expect(sortedCurve(Float64Array.of(1, Number.POSITIVE_INFINITY), x).leftOut).toBe(1);
});
