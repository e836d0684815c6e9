import { expect, it } from 'vitest';
import { shareDone } from './progress.ts';

it.each([
  [{ phase: 'Reading', completed: 3, total: 4 }, 0.75],
  [{ phase: 'Reading', completed: 0, total: 4 }, 0],
  [{ phase: 'Reading', completed: 3 }, null],
  [{ phase: 'Reading', completed: 0, total: 0 }, null],
  [{ phase: 'Reading', total: 4 }, null],
  [null, null],
  [undefined, null],
])('the share of %o is %o', (progress, share) => {
  expect(shareDone(progress)).toBe(share);
});
