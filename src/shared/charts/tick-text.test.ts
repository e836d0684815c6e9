import { expect, it } from 'vitest';
import { tickText } from './tick-text.ts';

it('writes millions and more short, so that a narrow axis holds them', () => {
  expect([999_999, 1_000_000, -12_500_000, 3e9, 2e12].map(tickText)).toEqual([
    '999\u00a0999',
    '1\u00a0M',
    '-12.5\u00a0M',
    '3\u00a0G',
    '2\u00a0T',
  ]);
});

it('leaves small figures and names as they are', () => {
  expect([0, 0.84731, 1500, 'Fiber optic'].map(tickText)).toEqual([
    '0',
    '0.847',
    '1\u00a0500',
    'Fiber optic',
  ]);
});
