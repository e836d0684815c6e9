import { expect, it } from 'vitest';
import { linePath, pointsAlone } from './line-path.ts';

it('breaks where there is no number, and marks a point that stands alone', () => {
  const points = [1, 2, Number.NaN, 3, Number.NaN, 4, 5].map((y, x) => ({ x, y }));
  expect(linePath(points, ({ x, y }) => `${x} ${y}`)).toBe('M0 1L1 2M3 3h0M5 4L6 5');
  expect(pointsAlone(points)).toEqual([{ x: 3, y: 3 }]);
  expect(linePath([{ x: 0, y: Number.NaN }], () => '')).toBeUndefined();
});
