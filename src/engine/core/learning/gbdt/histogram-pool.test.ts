import { expect, test } from 'vitest';
import { createHistogramPool } from './histogram-pool.ts';

const layout = { offsets: Int32Array.of(0), binCounts: Int32Array.of(4), length: 8 };
const bytesOfOne = 8 * Float64Array.BYTES_PER_ELEMENT;

test('holds as many as fit, and takes the rest back for reuse', () => {
  const pool = createHistogramPool(layout, 31, 2 * bytesOfOne);
  const [first, second, third] = [pool.take(), pool.take(), pool.take()];
  expect(new Set([first, second, third]).size).toBe(3);
  expect(pool.keep(first!, true)).toBe(first);
  expect(pool.keep(second!, true)).toBe(second);
  expect(pool.keep(third!, true)).toBeNull();
  expect(pool.take()).toBe(third);
});

test('one that is held stays held, and gives its room up when it is no longer wanted', () => {
  const pool = createHistogramPool(layout, 31, bytesOfOne);
  const first = pool.take();
  const second = pool.take();
  expect(pool.keep(first, true)).toBe(first);
  expect(pool.keep(first, true)).toBe(first);
  expect(pool.keep(second, true)).toBeNull();
  expect(pool.keep(first, false)).toBeNull();
  expect(pool.keep(pool.take(), true)).not.toBeNull();
});

test('never holds more than one a leaf', () => {
  const pool = createHistogramPool(layout, 1, 100 * bytesOfOne);
  expect(pool.keep(pool.take(), true)).not.toBeNull();
  expect(pool.keep(pool.take(), true)).toBeNull();
});
