import { expect, it } from 'vitest';
import { rowsToDraw } from './row-window.ts';

const given = { inSight: 22, count: 75_000, heightPx: 28, isFlying: false, keepOrder: true };
const slotsOf = (first: number, more = {}) =>
  rowsToDraw({ ...given, ...more, first }).map(({ slot }) => slot);

it('draws what is in sight with eight rows to spare at either end, from top to bottom', () => {
  const drawn = rowsToDraw({ ...given, first: 100, keepOrder: false });
  expect(drawn.map(({ index }) => index)).toEqual(Array.from({ length: 38 }, (_, step) => 92 + step));
  expect(drawn[0]).toMatchObject({ index: 92, top: 92 * 28 });
});

it('draws only what is in sight while rows fly by', () => {
  const drawn = rowsToDraw({ ...given, first: 100, isFlying: true });
  expect(drawn.map(({ index }) => index).sort()).toEqual(Array.from({ length: 22 }, (_, step) => 100 + step));
});

it.each([
  ['a few rows', false, [100, 101, 99, 110, 97]],
  ['more rows than are in sight', true, [100, 133, 166, 60_000, 12]],
])('moves no element among its siblings while the bar goes by %s', (_, isFlying, firsts) => {
  const orders = firsts.map((first) => slotsOf(first, { isFlying }).join());
  expect(new Set(orders).size).toBe(1);
});

it.each([0, 3, 74_979, 74_999])('draws no row that is not there, and none twice, from row %i on', (first) => {
  const drawn = rowsToDraw({ ...given, first });
  const indexes = drawn.map(({ index }) => index);
  expect(Math.min(...indexes)).toBe(Math.max(0, first - 8));
  expect(Math.max(...indexes)).toBeLessThan(75_000);
  expect(new Set(drawn.map(({ slot }) => slot)).size).toBe(drawn.length);
  expect(new Set(indexes).size).toBe(drawn.length);
});
