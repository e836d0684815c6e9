import { describe, expect, it } from 'vitest';
import { meaningOf, serialText } from './number-format.ts';

describe('what a number format makes of a number', () => {
  it.each([
    [0, null, 'number'],
    [9, null, 'number'],
    [14, null, 'date'],
    [21, null, 'time'],
    [22, null, 'datetime'],
    [46, null, 'elapsed'],
    [164, 'General', 'number'],
    [164, '0.00 "days"', 'number'],
    [164, '#,##0.00;[Red]-#,##0.00', 'number'],
    [164, '[$-409]d-mmm-yy', 'date'],
    [164, 'mmm yyyy', 'date'],
    [164, 'yyyy-mm-dd hh:mm:ss', 'datetime'],
    [164, 'h:mm AM/PM', 'time'],
    [164, '[h]:mm:ss', 'elapsed'],
    [164, '0 \\d', 'number'],
    [164, '[>100]"much";0', 'number'],
  ])('%s %s is a %s', (id, code, meaning) => expect(meaningOf(id, code)).toBe(meaning));
});

describe('days since the first of a workbook', () => {
  // As Excel shows them: it takes 1900 for a leap year.
  it.each([
    [1, 'date', false, '1900-01-01'],
    [59, 'date', false, '1900-02-28'],
    [61, 'date', false, '1900-03-01'],
    [45_351, 'date', false, '2024-02-29'],
    [43_889, 'date', true, '2024-02-29'],
    [45_351.5, 'datetime', false, '2024-02-29 12:00:00'],
    [45_351.000_002_5, 'datetime', false, '2024-02-29 00:00:00.216'],
    [0.75, 'time', false, '18:00:00'],
    [1.25, 'elapsed', false, '30:00:00'],
    [-0.5, 'elapsed', false, '-12:00:00'],
    [-1, 'date', false, null],
    [1e12, 'date', false, null],
  ] as const)('%s as a %s (from 1904: %s) is %s', (serial, meaning, is1904, text) =>
    expect(serialText(serial, meaning, is1904)).toBe(text),
  );
});
