import { describe, expect, it } from 'vitest';
import { movedColumn, nextOrder, withColumns } from './column-headers.ts';

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

describe('columns that are added', () => {
  const added = (columns: readonly string[], ...keys: string[]) =>
    withColumns(
      columns.map((key) => (key === 'name' ? { key, pinned: true } : { key })),
      keys,
    ).map(({ key }) => key);

  it('stand beside those of their kind, and facts at the end', () => {
    const columns = ['name', 'status', 'metrics.auc', 'params.lr', 'dataset', 'start_time'];
    expect(added(columns, 'metrics.loss', 'params.depth', 'min(metrics.loss)', 'tags.team', 'user')).toEqual([
      ...['name', 'status', 'metrics.auc', 'metrics.loss', 'min(metrics.loss)', 'params.lr', 'params.depth'],
      ...['tags.team', 'dataset', 'start_time', 'user'],
    ]);
  });

  it('stand before the next kind where theirs is not there, and else at the end', () => {
    expect(added(['name', 'params.lr', 'dataset'], 'metrics.auc')).toEqual([
      ...['name', 'metrics.auc', 'params.lr', 'dataset'],
    ]);
    expect(added(['name', 'dataset'], 'metrics.auc', 'params.lr')).toEqual([
      ...['name', 'dataset', 'metrics.auc', 'params.lr'],
    ]);
  });
});
