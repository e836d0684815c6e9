import { describe, expect, it } from 'vitest';
import { movedColumn, nextOrder } from './column-headers.ts';

describe('a click on a header', () => {
  const click = (orderBy: Parameters<typeof nextOrder>[0], key: string, add = false) =>
    nextOrder(orderBy, key, { add, descendingFirst: true });

  it('orders by the column, the other way, and not any more', () => {
    const once = click([], 'a');
    expect(once).toEqual([{ key: 'a', descending: true }]);
    const twice = click(once, 'a');
    expect(twice).toEqual([{ key: 'a', descending: false }]);
    expect(click(twice, 'a')).toEqual([]);
    expect(click(once, 'b')).toEqual([{ key: 'b', descending: true }]);
  });

  it('adds an order with Shift, and turns one of several', () => {
    const both = click([{ key: 'a', descending: true }], 'b', true);
    expect(both.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(click(both, 'a', true)).toEqual([
      { key: 'a', descending: false },
      { key: 'b', descending: true },
    ]);
  });
});

describe('a column that is moved', () => {
  const columns = [{ key: 'a', pinned: true }, { key: 'b', width: 90 }, { key: 'c' }];

  it('stands where it was dropped, with its width', () => {
    expect(movedColumn(columns, 'b', 'c')).toEqual([
      { key: 'a', pinned: true },
      { key: 'c' },
      { key: 'b', width: 90 },
    ]);
    expect(movedColumn(columns, 'x', 'c')).toEqual(columns);
  });

  it('is pinned among pinned ones, and loose among others', () => {
    expect(movedColumn(columns, 'c', 'a')[0]).toEqual({ key: 'c', pinned: true });
    expect(movedColumn(columns, 'a', 'c')).toEqual([{ key: 'b', width: 90 }, { key: 'c' }, { key: 'a' }]);
  });
});
