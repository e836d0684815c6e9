import { expect, it } from 'vitest';
import { type Brushes, layColumn, withinBrushes } from './brushes.ts';

const depth = layColumn({ key: 'depth', label: 'depth', values: ['1', '5', '9', null], isFlipped: false });
const learner = layColumn({
  ...{ key: 'learner', label: 'learner', isFlipped: true },
  values: ['trees', 'linear', 'trees', 'trees'],
});
const held = (brushes: Brushes) => [...withinBrushes([depth, learner], brushes, 4)];

it('holds the runs that lie within every brush; one without a value lies in none', () => {
  expect(held({})).toEqual([1, 1, 1, 1]);
  expect(held({ depth: { from: 0.4, to: 1 } })).toEqual([0, 1, 1, 0]);
  expect(held({ depth: { from: 0.4, to: 1 }, learner: { from: 0.9, to: 1 } })).toEqual([0, 0, 1, 0]);
});

it('holds the runs without a value where they are asked for', () => {
  expect(held({ depth: 'missing' })).toEqual([0, 0, 0, 1]);
});

it('lays a column once, and anew for another scale', () => {
  const column = { key: 'lr', label: 'lr', values: [1, 10, 100], isFlipped: false };
  expect(layColumn(column).positions).toBe(layColumn({ ...column, isFlipped: true }).positions);
  expect(layColumn({ ...column, scale: 'log' }).positions[1]).toBeCloseTo(0.5);
  expect(layColumn(column).positions[1]).toBeCloseTo(1 / 11);
});
