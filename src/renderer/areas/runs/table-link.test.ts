import { expect, it } from 'vitest';
import type { RunView } from '../../../shared/model/run-view.ts';
import { tableFrom, tableSearch } from '../../../shared/model/table-link.ts';
import { linkOf, parseRoute } from '../../app/route.ts';

const plain: RunView = {
  ...{ filter: '', experiment: '', columns: [], orderBy: [], groupBy: [] },
  ...{ nested: false, differencesOnly: false },
};

it.each<[string, RunView]>([
  ['a bare table', plain],
  [
    'everything',
    {
      filter: "params.`a & b` = 'x=y?z#' and metrics.auc > 0.8",
      experiment: 'größe/2',
      columns: [
        { key: 'name', pinned: true },
        { key: 'at(metrics.`val, loss`, 100)', width: 90 },
      ],
      orderBy: [
        { key: 'metrics.auc', descending: true },
        { key: 'start_time', descending: false },
      ],
      groupBy: ['params.learner'],
      ...{ nested: true, fromChildren: 'best', differencesOnly: true },
    },
  ],
])('a link to %s leads to the same table', (_words, view) => {
  const link = linkOf({ area: 'runs', search: tableSearch(view) });
  expect(tableFrom(parseRoute(link)?.search)).toEqual(view);
});

it('holds only what is not as usual', () => {
  expect(tableSearch(plain)).toEqual({ table: '{}' });
  expect(tableSearch({ ...plain, nested: true, filter: 'a' })).toEqual({
    filter: 'a',
    table: '{"nested":true}',
  });
});

it('is told apart from an address without a table, and from one that is broken', () => {
  expect(tableFrom(undefined)).toBeUndefined();
  expect(tableFrom({ filter: 'a' })).toBeUndefined();
  for (const table of ['', '{', '7', '[]', '{"columns":"name"}', '{"orderBy":[{"key":""}]}'])
    expect(tableFrom({ table }), table).toBeNull();
});
