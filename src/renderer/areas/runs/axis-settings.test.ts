import { expect, it } from 'vitest';
import { withAxis, withMovedAxis, withoutAxis } from './axis-settings.ts';

const axes = ['a', 'b', 'c'].map((key) => ({ key, isFlipped: false }));
const keys = (each: readonly { key: string }[]) => each.map(({ key }) => key).join('');

it('moves an axis to where it is dropped, either way, and no further than there are axes', () => {
  expect(keys(withMovedAxis(axes, 0, 2))).toBe('bca');
  expect(keys(withMovedAxis(axes, 2, 0))).toBe('cab');
  expect(keys(withMovedAxis(axes, 1, 1))).toBe('abc');
  expect(keys(withMovedAxis(axes, 7, 0))).toBe('abc');
});

it('changes and hides one axis and leaves the others', () => {
  expect(withAxis(axes, 'b', { isFlipped: true, scale: 'log' })).toEqual([
    axes[0],
    { key: 'b', isFlipped: true, scale: 'log' },
    axes[2],
  ]);
  expect(keys(withoutAxis(axes, 'b'))).toBe('ac');
});
