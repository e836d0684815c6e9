import { expect, it } from 'vitest';
import { lastPoint, mergeSeries } from './merged-series.ts';

it('joins series by x in ascending order and leaves gaps where a value is missing or not finite', () => {
  const series = [
    { id: 'a', label: 'A', points: [{ x: 2, y: 0.2 }, { x: 1, y: 0.1 }, { x: 3, y: Number.NaN }] }, // biome-ignore format: points on one line
    { id: 'b', label: 'B', points: [{ x: 2, y: 0.5 }] },
  ];
  expect(mergeSeries(series)).toEqual([
    { x: 1, 'y.a': 0.1 },
    { x: 2, 'y.a': 0.2, 'y.b': 0.5 },
  ]);
  expect(lastPoint(series[0]!)).toEqual({ x: 1, y: 0.1 });
});
