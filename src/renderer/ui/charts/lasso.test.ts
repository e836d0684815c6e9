import { expect, it } from 'vitest';
import { isWithin, nearestSpot, rectangleOf } from './lasso.ts';

it('holds what lies within a line, however it is bent', () => {
  // An L: its notch is outside.
  const line = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 1 },
    { x: 1, y: 1 },
    { x: 1, y: 4 },
    { x: 0, y: 4 },
  ];
  expect(isWithin(line, { x: 0.5, y: 3 })).toBe(true);
  expect(isWithin(line, { x: 3, y: 0.5 })).toBe(true);
  expect(isWithin(line, { x: 2, y: 2 })).toBe(false);
  expect(isWithin(line, { x: -1, y: 2 })).toBe(false);
  expect(isWithin([], { x: 0, y: 0 })).toBe(false);
});

it('takes a rectangle from any corner', () => {
  for (const line of [
    rectangleOf({ x: 0, y: 0 }, { x: 2, y: 2 }),
    rectangleOf({ x: 2, y: 0 }, { x: 0, y: 2 }),
  ]) {
    expect(isWithin(line, { x: 1, y: 1 })).toBe(true);
    expect(isWithin(line, { x: 3, y: 1 })).toBe(false);
  }
});

it('finds the nearest spot within reach', () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 11, y: 0 },
  ];
  expect(nearestSpot(spots, { x: 9, y: 1 }, 5)).toBe(1);
  expect(nearestSpot(spots, { x: 5, y: 40 }, 5)).toBe(-1);
});
