import { brushedValues } from '../../../shared/model/comparison/parallel-axis.ts';
import { splitColumn } from '../../../shared/model/comparison/run-column.ts';
import type { Expression, Key } from '../../../shared/query/ast.ts';
import { longestFilter } from '../../../shared/query/filter-text.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printQuery } from '../../../shared/query/print.ts';
import { type Brushes, layColumn, type ParallelColumn } from '../../ui/index.ts';
import type { ChartRuns } from './chart-runs.ts';

/** What was chosen in a chart, as a filter of the table: of ranges where they say the same, else of the runs themselves. */

const entities = { metrics: 'metric', params: 'parameter', tags: 'tag' } as const;

/** The key of the query language that has a column's value as the chart shows it. */
export function queryKey(
  column: string,
  { aggregate, columns }: Pick<ChartRuns, 'aggregate' | 'columns'>,
): Key {
  const split = splitColumn(column);
  if (split === null) return { entity: 'attribute', name: column === 'started' ? 'start_time' : column };
  const { kind, name } = split;
  const hasGoal = columns.find(({ key }) => key === column)?.goal != null;
  const isLatest = kind !== 'metrics' || aggregate === 'last' || (aggregate === 'best' && !hasGoal);
  return { entity: entities[kind], name, ...(!isLatest && { aggregate }) } as Key;
}

const between = (key: Key, low: number, high: number): Expression => ({
  kind: 'between',
  key,
  low: { kind: 'number', value: low },
  high: { kind: 'number', value: high },
});

const anyOf = (key: Key, values: readonly string[]): Expression => ({
  kind: 'in',
  key,
  values: values.map((value) => ({ kind: 'text', value })),
});

/** The filter that found the runs, narrowed; null where the text would be too long. */
function narrowed({ found }: ChartRuns, conditions: readonly Expression[]): string | null {
  const base = found === null || found.filter.trim() === '' ? null : parseQuery(found.filter);
  const operands = [...(base === null ? [] : [base]), ...conditions];
  const [only] = operands;
  const text = printQuery(operands.length === 1 && only !== undefined ? only : { kind: 'and', operands });
  return text.length > longestFilter ? null : text;
}

const idsFilter = (ids: Iterable<string>): string | null => {
  const text = printQuery(anyOf({ entity: 'attribute', name: 'run_id' }, [...ids]));
  return text.length > longestFilter ? null : text;
};

interface Point {
  readonly runId: string;
  readonly x: number;
  readonly y: number;
}

/**
 * A filter for chosen points of two columns: the ranges that they span, if no other point lies within, else their ids. Null where there
 * are too many of them to be named one by one.
 */
export function pointsFilter(
  runs: ChartRuns,
  { points, chosen, x, y }: { points: readonly Point[]; chosen: ReadonlySet<string>; x: string; y: string },
): string | null {
  const held = points.filter(({ runId }) => chosen.has(runId));
  const range = (of: 'x' | 'y') =>
    [Math.min(...held.map((point) => point[of])), Math.max(...held.map((point) => point[of]))] as const;
  const [[left, right], [low, high]] = [range('x'), range('y')];
  const isAlone = points.every(
    (point) =>
      chosen.has(point.runId) || point.x < left || point.x > right || point.y < low || point.y > high,
  );
  if (runs.found === null || !isAlone) return idsFilter(held.map(({ runId }) => runId));
  return narrowed(runs, [between(queryKey(x, runs), left, right), between(queryKey(y, runs), low, high)]);
}

/** A filter for what brushes hold: of each axis the range of the values held, the texts, or that there is none. */
export function brushesFilter(
  runs: ChartRuns,
  {
    columns,
    brushes,
    held,
  }: { columns: readonly ParallelColumn[]; brushes: Brushes; held: readonly string[] },
): string | null {
  if (runs.found === null) return idsFilter(held);
  const conditions = columns.flatMap((column): Expression[] => {
    const brush = brushes[column.key];
    if (brush === undefined) return [];
    const key = queryKey(column.key, runs);
    if (brush === 'missing') return [withoutValue(key)];
    const { axis, positions } = layColumn(column);
    if (axis.kind === 'category') {
      const chosen = brushedValues(axis, brush.from, brush.to);
      return [anyOf(key, chosen.kind === 'categories' ? chosen.categories : [])];
    }
    // Of the values themselves: the ends of a brush are pixels, and a number computed from them may miss by a digit.
    const numbers = column.values.flatMap((value, run) => {
      const place = positions[run] ?? Number.NaN;
      return place >= brush.from && place <= brush.to ? [Number(value)] : [];
    });
    return [between(key, Math.min(...numbers), Math.max(...numbers))];
  });
  return narrowed(runs, conditions) ?? idsFilter(held);
}

/** A metric whose latest value is NaN has none to show either. */
function withoutValue(key: Key): Expression {
  const isMissing: Expression = { kind: 'not', operand: { kind: 'present', key } };
  if (key.entity !== 'metric' || key.aggregate !== undefined) return isMissing;
  return { kind: 'or', operands: [isMissing, { kind: 'nan', key }] };
}
