import { expect, it } from 'vitest';
import { countOf, formatAbsoluteTime } from './format.ts';

it('counts one and many', () => {
  expect(countOf(1, 'run')).toBe('1 run');
  expect(countOf(0, 'run')).toBe('0 runs');
  expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
});

it('names the zone in the exact time', () => {
  expect(formatAbsoluteTime(Date.UTC(2026, 10, 23, 12, 4, 5))).toMatch(/^2026-11-2\d \d\d:\d\d:05 \S+$/);
});
