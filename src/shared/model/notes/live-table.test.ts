import { expect, it } from 'vitest';
import { tableSearch } from '../table-link.ts';
import { liveColumns, liveTableOf } from './live-table.ts';

it('is a filter with columns and a number of rows, or a whole table as its link holds it', () => {
  const short = liveTableOf({ filter: 'auc > 0.8', columns: 'status,at(metrics.loss, 100)', rows: '3' });
  expect(short).toMatchObject({ rows: 3, view: { filter: 'auc > 0.8' } });
  expect(short?.view.columns.map(({ key }) => key)).toEqual(['name', 'status', 'at(metrics.loss, 100)']);
  expect(liveColumns(short!, [])).toEqual(['status', 'at(metrics.loss, 100)']);

  const whole = { ...short!.view, orderBy: [{ key: 'metrics.loss', descending: false }] };
  expect(liveTableOf(tableSearch(whole))).toEqual({ rows: 5, view: whole });
});

it('shows the results that say most where no columns are named, and takes nothing that it cannot read', () => {
  const table = liveTableOf({ experiment: 'churn' })!;
  expect(liveColumns(table, ['train_loss', 'auc', 'system/cpu', 'rmse'])).toEqual([
    'status',
    'metrics.auc',
    'metrics.rmse',
  ]);
  expect(liveTableOf({ table: '{' })).toBeNull();
  expect(liveTableOf({ rows: 'many' })).toBeNull();
});
