import { expect, it } from 'vitest';
import { nextSort, presentOrUndefined } from './columns.ts';

it('takes null and NaN as missing, but not zero, false or the empty text', () => {
  expect([null, Number.NaN, undefined].map(presentOrUndefined)).toEqual([undefined, undefined, undefined]);
  expect([0, false, ''].map(presentOrUndefined)).toEqual([0, false, '']);
});

it('cycles a header through its two orders and back to none', () => {
  const first = nextSort(null, 'auc', true);
  expect(first).toEqual({ columnId: 'auc', descending: true });
  const second = nextSort(first, 'auc', true);
  expect(second).toEqual({ columnId: 'auc', descending: false });
  expect(nextSort(second, 'auc', true)).toBeNull();
  expect(nextSort(second, 'name', false)).toEqual({ columnId: 'name', descending: false });
});
