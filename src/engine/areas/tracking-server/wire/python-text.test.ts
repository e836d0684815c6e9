import { expect, test } from 'vitest';
import { pythonFloat, pythonTuple } from './python-text.ts';

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-12.5, '-12.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5e-7, '1.5e-07'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.25e22, '1.25e+22'],
  [1e-320, '1e-320'],
  [Number.MAX_VALUE, '1.7976931348623157e+308'],
  [Number.NaN, 'nan'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('%d is %s to Python', (value, text) => {
  expect(pythonFloat(value)).toBe(text);
});

test('texts are quoted with the mark that they do not hold', () => {
  expect(pythonTuple(['a', '"', "it's"])).toBe(`('a', '"', "it's")`);
});
