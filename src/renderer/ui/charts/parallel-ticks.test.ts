import { expect, it } from 'vitest';
import { parallelAxis } from '../../../shared/model/comparison/parallel-axis.ts';
import { nearestLine, parallelSpace } from './parallel-space.ts';
import { axisTicks } from './parallel-ticks.ts';

it('names as many categories as there is room for, the first and the last among them', () => {
  const values = Array.from({ length: 87 }, (_, place) => `run-${String(place).padStart(2, '0')}`);
  const ticks = axisTicks(parallelAxis({ name: 'any', values }), 260);
  expect(ticks.length).toBeLessThanOrEqual(20);
  expect([ticks[0]?.text, ticks.at(-1)?.text]).toEqual(['run-00', 'run-86']);
  expect(ticks.at(-1)?.position).toBe(1);
});

it('names round numbers, decades on a logarithmic axis, and the ends where there is nothing round between', () => {
  const texts = (values: number[]) =>
    axisTicks(parallelAxis({ name: 'any', values }), 300).map(({ text }) => text);
  expect(texts([0, 10])).toEqual(['0', '2', '4', '6', '8', '10']);
  expect(texts([1e-4, 1])).toEqual(['0.0001', '0.001', '0.01', '0.1', '1']);
  expect(texts([7])).toEqual(['7']);
  expect(texts([5, 6])).toEqual(['5', '6']);
  expect(texts([5, 5.5, 6])).toEqual(['5', '5.2', '5.4', '5.6', '5.8', '6']);
});

it('finds the line under the pointer between two axes, whichever way they stand', () => {
  const space = parallelSpace({ width: 512, height: 300 }, 2, 0);
  const column = (isFlipped: boolean, positions: number[]) =>
    ({ isFlipped, positions: Float64Array.from(positions) }) as never;
  const columns = [column(false, [0, 1, Number.NaN]), column(true, [0, 1, 0.5])];
  const middle = (space.xOf(0) + space.xOf(1)) / 2;
  const at = (y: number, within = [1, 1, 1]) =>
    nearestLine({ columns, within: Uint8Array.from(within), space }, { x: middle, y }, 5);
  // Run 0 goes from bottom to top, run 1 from top to bottom: they meet in the middle.
  expect(at(space.top + space.length / 2, [1, 0, 1])).toBe(0);
  expect(at(space.top + space.length / 2, [0, 1, 1])).toBe(1);
  expect(at((space.laneY + space.top + space.length / 2) / 2)).toBe(2);
  expect(at(space.top)).toBe(-1);
});
