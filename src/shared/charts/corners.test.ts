import { expect, it } from 'vitest';
import { cornersOf } from './corners.ts';

it('spans all series', () => {
  const one = {
    drawn: [
      { x: 1, y: 5 },
      { x: 4, y: -2 },
    ],
  };
  expect(cornersOf([one, { drawn: [{ x: 9, y: 0 }] }])).toEqual({ left: 1, right: 9, low: -2, high: 5 });
  expect(cornersOf([{ drawn: [] }])).toBeUndefined();
});
