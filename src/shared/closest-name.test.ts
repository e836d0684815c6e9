import { expect, test } from 'vitest';
import { closestName } from './closest-name.ts';

test('closest names', () => {
  expect(closestName('max_dept', ['min_data', 'max_depth'])).toBe('max_depth');
  expect(closestName('l3', ['l2'])).toBe('l2');
  expect(closestName('xyz', ['max_depth'])).toBeUndefined();
  expect(closestName('x', [])).toBeUndefined();
});
