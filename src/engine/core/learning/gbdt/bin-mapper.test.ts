import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../seeded-random.ts';
import { binsOfCategories, makeCategoryBinMapper, makeNumberBinMapper, numberBin } from './bin-mapper.ts';

const mapperOf = (values: readonly number[], maxBins = 255) =>
  makeNumberBinMapper({ column: 'x', values: Float32Array.from(values), maxBins });

describe('numbers', () => {
  test('few distinct values: one bin each, and a last one for missing', () => {
    const mapper = mapperOf([3, 1, Number.NaN, 2, 2, 1]);
    expect([...mapper.thresholds]).toEqual([1.5, 2.5]);
    expect([1, 1.5, 1.6, 2.5, 2.6, 1e30, -1e30, Number.NaN].map((value) => numberBin(mapper, value))).toEqual(
      [0, 0, 1, 1, 2, 2, 0, 3],
    );
    expect(mapper).toMatchObject({ missingBin: 3, binCount: 4, hasMissing: true });
  });

  test('many distinct values: bins of about equal counts, never more than asked for', () => {
    const random = createSeededRandom(1);
    const values = Array.from({ length: 20_000 }, () => random() ** 3);
    const mapper = mapperOf(values, 64);
    expect(mapper.binCount).toBe(64);
    const counts = new Int32Array(63);
    for (const value of values) counts[numberBin(mapper, Math.fround(value))]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(250);
    expect(Math.max(...counts)).toBeLessThan(400);
  });

  test('a value that most rows have does not take the resolution of the others', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index < 9000 ? 0 : index));
    const mapper = mapperOf(values, 101);
    expect(mapper.binCount).toBeGreaterThan(90);
    expect(numberBin(mapper, 0)).not.toBe(numberBin(mapper, 9000));
  });

  test('a few rows below a frequent value share its bin, many have bins of their own', () => {
    const frequent = Array.from({ length: 5000 }, () => 100);
    const above = Array.from({ length: 5000 }, (_, index) => 101 + index);
    const few = mapperOf([99, ...frequent, ...above], 101);
    expect(numberBin(few, 99)).toBe(numberBin(few, 100));
    const many = mapperOf(
      [...Array.from({ length: 40 }, (_, index) => 50 + index), ...frequent, ...above],
      101,
    );
    expect(numberBin(many, 89)).toBe(0);
    expect(numberBin(many, 100)).toBe(1);
    expect(numberBin(many, 101)).toBe(2);
  });

  test('neighbouring float32 values are told apart', () => {
    const values = Float32Array.from({ length: 50 }, (_, index) => index);
    new Int32Array(values.buffer).forEach((_, index, bits) => {
      bits[index] = 0x3f800000 + index;
    });
    const mapper = makeNumberBinMapper({ column: 'x', values: values.slice(), maxBins: 255 });
    expect(Array.from(values, (value) => numberBin(mapper, value))).toEqual(Array.from(values.keys()));
    expect(mapper.thresholds).toEqual(mapper.thresholds.map(Math.fround));
  });

  test('infinities have bins of their own', () => {
    const values = [Number.NEGATIVE_INFINITY, -3e38, 3e38, Number.POSITIVE_INFINITY];
    const mapper = mapperOf(values);
    expect(values.map((value) => numberBin(mapper, Math.fround(value)))).toEqual([0, 1, 2, 3]);
  });

  test.each([[[]], [[Number.NaN, Number.NaN]], [[5, 5, 5]]])('%j makes no threshold', (values) => {
    expect(mapperOf(values).thresholds).toHaveLength(0);
  });
});

describe('categories', () => {
  const mapper = makeCategoryBinMapper({
    column: 'x',
    categories: ['a', 'b', 'c', 'd', 'e'],
    counts: Int32Array.of(2, 7, 0, 7, 1),
    missingCount: 0,
    maxBins: 4,
  });

  test('the most frequent have bins, ties in ascending order; rarer ones count as missing', () => {
    expect(mapper).toMatchObject({
      categories: ['b', 'd', 'a'],
      missingBin: 3,
      binCount: 4,
      hasMissing: true,
    });
  });

  test('other dictionaries are read by text', () => {
    expect([...binsOfCategories(mapper, ['d', 'new', 'b', 'e', 'a'])]).toEqual([1, 3, 0, 3, 2]);
  });
});
