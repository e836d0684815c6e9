import { expect, test } from 'vitest';
import { pythonFloat } from './python-text.ts';

// By `repr` of CPython 3.13.
test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [0.1, '0.1'],
  [1e-5, '1e-05'],
  [0.0001, '0.0001'],
  [1.5e-7, '1.5e-07'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [123456789012345680, '1.2345678901234568e+17'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '-inf'],
])('%d is %s', (value, text) => expect(pythonFloat(value)).toBe(text));
