import { expect, it } from 'vitest';
import { filterText } from '../../../shared/query/filter-text.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import { brushesFilter, pointsFilter } from './chart-filter.ts';
import type { ChartColumn, ChartRuns } from './chart-runs.ts';

const column = (key: string, goal: ChartColumn['goal'] = null): ChartColumn => ({
  key,
  label: key,
  of: 'metric',
  kind: 'number',
  present: 1,
  distinct: 1,
  goal,
});
const runs = (more: Partial<ChartRuns> = {}): ChartRuns => ({
  ids: [],
  aggregate: 'best',
  found: { filter: 'status = finished OR status = running', experiment: '' },
  columns: [column('metrics.auc', 'maximize'), column('metrics.size')],
  ...more,
});
const point = (runId: string, x: number, y: number) => ({ runId, x, y });
const points = [point('a', 1, 0.1), point('b', 2, 0.30000000000000004), point('c', 3, 0.5)];
const axes = { x: 'params.lr', y: 'metrics.auc' };
const chosen = (...ids: string[]) => new Set(ids);

it('writes the ranges that only the chosen points span, within the filter that found them', () => {
  const filter = pointsFilter(runs(), { points, chosen: chosen('a', 'b'), ...axes });
  expect(filter).toBe(
    "(status = 'finished' OR status = 'running') AND params.lr BETWEEN 1 AND 2 AND best(metrics.auc) BETWEEN 0.1 AND 0.30000000000000004",
  );
  expect(printQuery(parseQuery(filter!))).toBe(filter);
});

it('names runs one by one where another lies between them, or where they were ticked', () => {
  const ids = "run_id IN ('a', 'c')";
  expect(pointsFilter(runs(), { points, chosen: chosen('a', 'c'), ...axes })).toBe(ids);
  expect(pointsFilter(runs({ found: null }), { points, chosen: chosen('a', 'c'), ...axes })).toBe(ids);
});

it('says nothing where too many would have to be named', () => {
  const filterOfAllButOne = (count: number) => {
    const many = Array.from({ length: count }, (_, place) =>
      point(`${place}`.padStart(32, '0'), place, place),
    );
    const most = new Set(many.map(({ runId }) => runId).toSpliced(500, 1));
    return pointsFilter(runs(), { points: many, chosen: most, ...axes });
  };
  expect(filterText.safeParse(filterOfAllButOne(2001)).success).toBe(true);
  expect(filterOfAllButOne(3001)).toBeNull();
});

it('takes the latest value where that is what the chart shows', () => {
  const filterOf = (more: Partial<ChartRuns>, y: string) =>
    pointsFilter(runs({ found: { filter: '', experiment: '' }, ...more }), {
      ...{ points, chosen: chosen('c'), x: 'started', y },
    });
  expect(filterOf({}, 'metrics.size')).toBe(
    'start_time BETWEEN 3 AND 3 AND metrics.size BETWEEN 0.5 AND 0.5',
  );
  expect(filterOf({ aggregate: 'last' }, 'metrics.auc')).toContain(' metrics.auc BETWEEN');
  expect(filterOf({ aggregate: 'min' }, 'metrics.auc')).toContain('min(metrics.auc) BETWEEN');
});

it('writes brushes as ranges, texts, or as the lack of a value', () => {
  const columns = [
    { key: 'params.lr', label: 'lr', values: ['0.001', '0.1', '1', null], isFlipped: true },
    { key: 'params.kind', label: 'kind', values: ['a', 'b', 'c', 'a'], isFlipped: false },
    { key: 'metrics.size', label: 'size', values: [1, null, 2, 3], isFlipped: false },
  ];
  const filter = brushesFilter(runs({ found: { filter: '', experiment: '' } }), {
    columns,
    brushes: {
      'params.lr': { from: 0, to: 0.7 },
      'params.kind': { from: 0, to: 0.6 },
      'metrics.size': 'missing',
    },
    held: ['b'],
  });
  expect(filter).toBe(
    "params.lr BETWEEN 0.001 AND 0.1 AND params.kind IN ('a', 'b') AND (metrics.size IS NULL OR isnan(metrics.size))",
  );
});
