import { expect, it } from 'vitest';
import { lengthOf, markedStretches } from './marked-stretches.ts';

const low = (value: number) => value < 5;
const stretches = (x: number[], y: (number | null)[]) =>
  markedStretches({ x, y }, low).map(({ from, to }) => [from, to]);

it('lie where the condition holds from point to point', () => {
  expect(stretches([0, 1, 2, 3, 4, 5, 6], [1, 2, 9, 1, 1, 1, 9])).toEqual([
    [0, 1],
    [3, 5],
  ]);
  expect(stretches([0, 1, 2], [0, 0, 0])).toEqual([[0, 2]]);
  expect(stretches([0, 1, 2], [9, 9, 9])).toEqual([]);
});

it('are neither single points nor go over what was not recorded', () => {
  expect(stretches([0, 1, 2], [9, 1, 9])).toEqual([]);
  expect(stretches([0, 1, 2, 3, 4], [1, 1, null, 1, 1])).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(stretches([0, 1, 2, 50, 51, 52], [1, 1, 1, 1, 1, 1])).toEqual([
    [0, 2],
    [50, 52],
  ]);
  expect(stretches([], [])).toEqual([]);
});

it('take several points of one moment, as thinned curves have them', () => {
  expect(stretches([0, 0, 0, 1, 1, 2, 2], [1, 0, 2, 1, 3, 9, 1])).toEqual([[0, 1]]);
});

it('have a length together', () => {
  expect(
    lengthOf([
      { from: 1, to: 3 },
      { from: 10, to: 14 },
    ]),
  ).toBe(6);
});
