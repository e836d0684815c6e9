import { expect, it } from 'vitest';
import { compareTexts } from './text-order.ts';

it('puts numbers by size before texts, and numbers within texts by size', () => {
  const ordered = [
    '-1',
    '-0.5',
    '1e-05',
    '0.001',
    '0.1',
    '0.25',
    '0.5',
    '2',
    '10',
    'auto',
    'trial 2',
    'trial 11',
  ];
  expect(ordered.toReversed().sort(compareTexts)).toEqual(ordered);
});
