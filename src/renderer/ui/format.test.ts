import { expect, it } from 'vitest';
import { formatAbsoluteTime, formatColumnNumber } from './format.ts';

it('names the zone in the exact time', () => {
  expect(formatAbsoluteTime(Date.UTC(2026, 10, 23, 12, 4, 5))).toMatch(/^2026-11-2\d \d\d:\d\d:05 \S+$/);
});

it.each([
  [0.71, '0.7100'],
  [0.8473, '0.8473'],
  [-0.5, '-0.5000'],
  [12.3, '12.30'],
  [0.00312, '0.003120'],
  [3.00001, '3.000'],
  [12430.4, '12\u00a0430'],
  [42, '42'],
  [1.2e-7, '1.2e-7'],
])('%d in a column is %s', (value, text) => expect(formatColumnNumber(value)).toBe(text));
