import { expect, it } from 'vitest';
import { type CellValue, columnDifference } from './column-difference.ts';

it.each<[readonly CellValue[], ReturnType<typeof columnDifference>]>([
  [[], 'same'],
  [[null, undefined], 'same'],
  [['a', 'a'], 'same'],
  [[100, '100'], 'same'],
  [[Number.NaN, Number.NaN], 'same'],
  [['a', 'b'], 'different'],
  [[null, 'a'], 'different'],
  [['a', undefined], 'different'],
  [['', null], 'different'],
  [['0.10', '0.1'], 'same-number'],
  [['1e-3', '.001', '0.0010', '+1E-03'], 'same-number'],
  [['0', '-0.0', '0e5'], 'same-number'],
  [['0.10', '0.1', '0.2'], 'different'],
  [['-1', '1'], 'different'],
  [['9007199254740993', '9007199254740992'], 'different'],
  [['1.', '.'], 'different'],
  [['1 000', '1000'], 'different'],
])('%j is %s', (values, expected) => {
  expect(columnDifference(values)).toBe(expected);
});
