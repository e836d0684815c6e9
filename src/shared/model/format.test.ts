import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatBytes,
  formatDays,
  formatDelta,
  formatDuration,
  formatInterval,
  formatMoment,
  formatNumber,
  formatPercent,
  formatPValue,
  formatRelativeTime,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const check = <Value>(format: (value: Value) => string, cases: readonly (readonly [Value, string])[]) => {
  for (const [value, expected] of cases) expect(plain(format(value)), String(value)).toBe(expected);
};

describe('formatting', () => {
  it('numbers to four significant digits', () => {
    check(
      (value: number | null) => formatNumber(value),
      [
        [0, '0'],
        [0.84731, '0.8473'],
        [0.1, '0.1'],
        [70.4, '70.4'],
        [12430, '12 430'],
        [12430.7, '12 431'],
        [999.96, '1 000'],
        [1234567.8, '1 234 568'],
        [1.2e-7, '1.2e-7'],
        [-0.5, '-0.5'],
        [0.00012, '0.00012'],
        [2e20, '2e20'],
        [12219233513, '12 219 233 513'],
        [12219233512.6, '1.222e10'],
        [null, '–'],
        [Number.NaN, '–'],
        [Number.NEGATIVE_INFINITY, '-∞'],
      ],
    );
  });
  it('shares, differences, p-values and intervals', () => {
    check(formatPercent, [
      [0.1234, '12.3 %'],
      [0.004, '0.4 %'],
      [1, '100 %'],
    ]);
    check(formatDelta, [
      [0.01234, '+0.01234'],
      [-3, '-3'],
      [0, '±0'],
    ]);
    check(formatPValue, [
      [3.14e-9, '3.1e-9'],
      [0.0123, '0.012'],
      [0, '< 1e-300'],
    ]);
    expect(formatInterval(0.84731, { low: 0.831, high: 0.862 })).toBe('0.8473 (0.831 to 0.862)');
    expect(formatInterval(0.5, null)).toBe('0.5');
  });
  it('days since 1970 as dates, and as they are where no date can say them', () => {
    check(
      (days: number) => formatDays(days, 'date'),
      [
        [0, '1970-01-01'],
        [19_723.5, '2024-01-01'],
        [-25_567, '1900-01-01'],
        [4_000_000, '+012921-08-18'],
        [1e9, 'day 1 000 000 000 since 1970'],
      ],
    );
    expect(formatDays(19_723.5, 'datetime')).toBe('2024-01-01 12:00:00');
  });
  it('durations in at most two units, rounded up to the next unit', () => {
    check(formatDuration, [
      [420, '420 ms'],
      [999.6, '1 s'],
      [1400, '1.4 s'],
      [4000, '4 s'],
      [9960, '10 s'],
      [59_900, '1 min'],
      [130_000, '2 min 10 s'],
      [11_129_000, '3 h 5 min'],
      [3_599_900, '1 h'],
      [187_200_000, '2 d 4 h'],
      [-4000, '-4 s'],
      [Number.NaN, '–'],
    ]);
  });
  it('sizes', () => {
    check(formatBytes, [
      [0, '0 B'],
      [999, '999 B'],
      [1000, '1 kB'],
      [1_743_041, '1.74 MB'],
      [999_999, '1 MB'],
    ]);
  });
  it('times from now', () => {
    const nowMs = 1e12;
    const at = (distanceMs: number) => formatRelativeTime({ atMs: nowMs - distanceMs, nowMs });
    check(at, [
      [0, 'just now'],
      [59_999, 'just now'],
      [60_000, '1 minute ago'],
      [7_200_000, '2 hours ago'],
      [3 * 86_400_000, '3 days ago'],
      [-7_200_000, 'in 2 hours'],
      [400 * 86_400_000, '1 year ago'],
    ]);
  });
});

it('counts one and many', () => {
  expect(countOf(1, 'run')).toBe('1 run');
  expect(countOf(0, 'run')).toBe('0 runs');
  expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
});

it('says a moment that no date can say in milliseconds', () => {
  expect([8.64e15, 0, -8.64e15].map(formatMoment)).toEqual([
    '+275760-09-13T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '-271821-04-20T00:00:00.000Z',
  ]);
  expect([8_640_000_000_000_001, -9_007_199_254_740_991].map(formatMoment)).toEqual([
    '8640000000000001 ms',
    '-9007199254740991 ms',
  ]);
});
