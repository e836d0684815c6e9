import type { RunColumn } from '../../shared/model/run-column.ts';
import type { Aggregate } from '../../shared/query/ast.ts';
import type { AttributeName } from '../../shared/query/keys.ts';
import type { Reader, SqlValue } from '../ports/store-handles.ts';
import { findKeyNumber } from './keys.ts';
import { datasetTitle, ofMainDataset } from './main-dataset.ts';
import { attributeSql, tagSql } from './run-query.ts';

/** A NaN is the text 'NaN', as metric values are in JSON. */
export type ColumnValue = string | number;

/** Values of a column at the places of the runs' numbers; undefined for runs without one. */
export type ColumnValues = readonly (ColumnValue | undefined)[];

/** What a run's row or a row about a run holds of a column. */
interface Source {
  readonly from: string;
  /** SQL of the run's number and of the value. */
  readonly run: string;
  readonly value: string;
  readonly parameters: readonly SqlValue[];
}

/** The column of all runs, without `best`, which `resolveKey` replaces. Deleted runs are in it as well. As two JSON texts it costs half of what rows would. */
export const wholeColumn = (reader: Reader, column: RunColumn): ColumnValues =>
  columnFrom(reader, sourceOf(reader, column));

/** On which data each run was made, by name and digest. */
export const dataOfRuns = (reader: Reader): ColumnValues =>
  columnFrom(reader, factSource(ofMainDataset(`json_array(${datasetTitle}, digest)`)));

const columnFrom = (reader: Reader, { from, run, value, parameters }: Source): ColumnValues => {
  const [texts] = reader.tuples<[string, string]>(
    `SELECT json_group_array(run), json_group_array(value) FROM (SELECT ${run} AS run, ${value} AS value FROM ${from})`,
    parameters,
  );
  const runs = JSON.parse(texts?.[0] ?? '[]') as number[];
  const found = JSON.parse(texts?.[1] ?? '[]') as (ColumnValue | null)[];
  // The index names runs in the order of values. An array that grows by leaps becomes a dictionary, which is several times slower.
  const values = new Array<ColumnValue | undefined>(largestOf(runs) + 1);
  // Of several points of a step the last one stays.
  runs.forEach((number, index) => {
    values[number] = found[index] ?? undefined;
  });
  return values;
};

const largestOf = (numbers: readonly number[]): number => {
  let largest = -1;
  for (const number of numbers) if (number > largest) largest = number;
  return largest;
};

/** The column of some runs, by the way of the runs. */
export const columnOfRuns = (
  reader: Reader,
  column: RunColumn,
  runNumbers: readonly number[],
): ReadonlyMap<number, ColumnValue> => {
  const { from, run, value, parameters } = sourceOf(reader, column);
  const cells = reader.tuples<[run: number, value: ColumnValue | null]>(
    `SELECT ${run}, ${value} FROM ${from} AND ${run} IN (SELECT value FROM json_each(?))`,
    [...parameters, JSON.stringify(runNumbers)],
  );
  return new Map(cells.flatMap(([number, found]) => (found === null ? [] : [[number, found]])));
};

const sourceOf = (reader: Reader, column: RunColumn): Source => {
  if (column.entity === 'attribute') return factSource(factSqlOf(column.name));
  const key = findKeyNumber(reader, column.name) ?? -1;
  if (column.entity === 'metric') return metricSource(reader, key, column.aggregate);
  const table = column.entity === 'parameter' ? 'run_parameters' : 'run_tags';
  return {
    from: `${table} AS kept WHERE kept.key_number = ?`,
    run: 'kept.run_number',
    value: 'kept.value',
    parameters: [key],
  };
};

const factSource = (value: string): Source => ({
  ...{ from: 'runs WHERE 1', run: 'runs.number', value, parameters: [] },
});

const orNaN = (table: string): string => `CASE WHEN ${table}.is_nan THEN 'NaN' ELSE ${table}.value END`;

/**
 * The latest values lie in an index. What else is in the summaries or in the histories is read in the order of runs, in which it lies;
 * the order of the index would go through the whole file from place to place.
 */
const metricSource = (reader: Reader, key: number, aggregate: Aggregate | undefined): Source => {
  if (aggregate === undefined)
    return {
      from: 'run_metric_summaries AS kept WHERE kept.key_number = ?',
      run: 'kept.run_number',
      value: orNaN('kept'),
      parameters: [key],
    };
  const run = 'runs.number';
  if (typeof aggregate === 'object') {
    const step =
      'step' in aggregate
        ? '?'
        : `(SELECT ${aggregate.at === 'min' ? 'min' : 'max'}_step FROM run_metric_summaries AS other
      WHERE other.run_number = runs.number AND other.key_number = ?)`;
    return {
      from: `runs CROSS JOIN run_metrics AS point ON point.run_number = runs.number AND point.key_number = ? AND point.step = ${step} WHERE 1`,
      run,
      value: orNaN('point'),
      parameters: [key, 'step' in aggregate ? aggregate.step : (findKeyNumber(reader, aggregate.of) ?? -1)],
    };
  }
  if (aggregate === 'first')
    return {
      from: 'runs WHERE 1',
      run,
      value: `(SELECT ${orNaN('point')} FROM run_metrics AS point WHERE point.run_number = runs.number AND point.key_number = ?
        ORDER BY point.step, point.timestamp_ms, point.value LIMIT 1)`,
      parameters: [key],
    };
  return {
    from: 'runs CROSS JOIN run_metric_summaries AS kept ON kept.run_number = runs.number AND kept.key_number = ? WHERE 1',
    run,
    value: summaryColumns[aggregate === 'best' ? 'max' : aggregate],
    parameters: [key],
  };
};

const summaryColumns = { min: 'kept.min_value', max: 'kept.max_value', count: 'kept.point_count' } as const;

/** Facts as a table shows them: durations in milliseconds, as everywhere but in filters, and nothing for an empty text. */
const shownFacts: Readonly<Partial<Record<AttributeName, string>>> = {
  duration: 'runs.ended_at_ms - runs.started_at_ms',
  note: "nullif(runs.note, '')",
  user: `coalesce(${attributeSql('user')}, ${tagSql('mlflow.user')})`,
  parent:
    'coalesce((SELECT parent.name FROM runs AS parent WHERE parent.id = runs.parent_id), runs.parent_id)',
};

/** A fact in SQL over a row of `runs`. */
export const factSqlOf = (name: string): string =>
  shownFacts[name as AttributeName] ?? attributeSql(name as AttributeName);
