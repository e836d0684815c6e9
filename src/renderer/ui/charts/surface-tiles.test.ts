import { expect, it } from 'vitest';
import { cellTiles, fieldTiles } from './surface-tiles.ts';

it('leaves out cells without runs and stretches with an unknown corner', () => {
  const tiles = cellTiles({ xEdges: [0, 1, 2], yEdges: [5, 6], means: [[null, 3]] } as never);
  expect(tiles).toEqual([{ left: 1, right: 2, low: 5, high: 6, value: 3 }]);
  const field = {
    x: [0, 1, 2],
    y: [0, 1],
    values: [
      [0, 2, null],
      [4, 6, 1],
    ],
    contours: [],
  };
  expect(fieldTiles(field)).toEqual([{ left: 0, right: 1, low: 0, high: 1, value: 3 }]);
});
