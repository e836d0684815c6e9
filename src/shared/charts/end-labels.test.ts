import { expect, it } from 'vitest';
import { spreadLabels } from './end-labels.ts';

const at = (...ys: number[]) => ys.map((y, index) => ({ id: String(index), y }));
const places = (ys: number[], bounds = { gap: 12, top: 0, bottom: 100 }) =>
  Object.fromEntries(spreadLabels(at(...ys), bounds).map(({ id, y }) => [id, y]));

it('leaves labels alone that have room', () => expect(places([10, 50])).toEqual({ 0: 10, 1: 50 }));

it('pushes crowded labels apart and keeps their order', () => {
  expect(places([52, 50])).toEqual({ 1: 50, 0: 62 });
});

it('stays within the bounds at the top and at the bottom', () => {
  expect(places([98, 99, 100])).toEqual({ 0: 76, 1: 88, 2: 100 });
  expect(places([-20, -10])).toEqual({ 0: 0, 1: 12 });
});
