import { expect, it } from 'vitest';
import { finitePoints } from './series.ts';

const series = {
  id: 'a',
  label: 'A',
  points: [
    { x: 2, y: 0.2 },
    { x: 1, y: 0.1 },
    { x: 3, y: Number.NaN },
    { x: 4, y: Number.POSITIVE_INFINITY },
  ],
};

it('draws finite points by ascending x', () => {
  expect(finitePoints(series).map(({ x }) => x)).toEqual([1, 2]);
});
