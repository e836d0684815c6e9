import { expect, it } from 'vitest';
import { deltaText } from './delta-text.ts';

it.each([
  [0.1, 0.8, '+0.1, +12.5\u00a0%'],
  [-0.1, 0.8, '-0.1, -12.5\u00a0%'],
  // Up is up, whatever the sign of what it is taken from.
  [5, -10, '+5, +50\u00a0%'],
  [0, 0.8, '±0'],
  [0.1, 0, '+0.1'],
  [0.1, null, '+0.1'],
])('a difference of %d from %s is %s', (delta, from, text) => expect(deltaText(delta, from)).toBe(text));
