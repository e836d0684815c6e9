import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../../../shared/model/dataset.ts';
import { equalWidthEdges } from '../../../core/statistics/histogram.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import { throwIfCancelled } from '../session.ts';
import { identifier, literal } from '../sql-text.ts';
import { withCountedValues } from './counted-values.ts';
import { isMeasured, measureOf } from './profiled-column.ts';
import { histogramBins, quantileProbabilities, topValueCount } from './sorted-numbers.ts';

/** Columns in one pass over the file: what they keep in memory is bounded, and progress moves. */
const columnsAtATime = 50;

const measuredFacts = (column: RelationColumn): string => {
  const value = measureOf(column);
  const finite = `CASE WHEN isfinite(${value}) THEN ${value} END`;
  return `{'count': count(${value}), 'distinct': approx_count_distinct(${value}), 'finite': count(${finite}), 'min': min(${finite}), 'max': max(${finite}),
    'mean': avg(${finite}), 'deviation': stddev_samp(${finite}), 'quantiles': approx_quantile(${finite}, [${quantileProbabilities.join(', ')}]),
    'zeros': count(*) FILTER (${value} = 0), 'top': []}`;
};

const textFacts = ({ expression }: RelationColumn): string => {
  const text = `CAST(${expression} AS VARCHAR)`;
  return `{'count': count(${text}), 'distinct': approx_count_distinct(${text}), 'shortest': min(length(${text})), 'longest': max(length(${text})),
    'mean': avg(length(${text})), 'top': approx_top_k(${text}, ${topValueCount})}`;
};

type Facts = Record<string, unknown>;
const numberIn = (facts: Facts, name: string): number => Number(facts[name] ?? 0);

const countBins = async (
  connection: DuckDBConnection,
  relation: Relation,
  columns: readonly { column: RelationColumn; facts: Facts }[],
): Promise<Map<string, ColumnProfile['histogram']>> => {
  const ranged = columns.filter(({ facts }) => numberIn(facts, 'finite') > 0);
  if (ranged.length === 0) return new Map();
  const plans = ranged.map(({ column, facts }) => ({
    column,
    edges: equalWidthEdges({
      from: numberIn(facts, 'min'),
      to: numberIn(facts, 'max'),
      bins: Math.max(1, Math.min(histogramBins, numberIn(facts, 'distinct'))),
    }),
  }));
  const selected = plans.map(({ column, edges }) => {
    const value = measureOf(column);
    const bins = edges.length - 1;
    const width = (edges[bins]! - edges[0]!) / bins;
    return `histogram(CASE WHEN isfinite(${value}) THEN CAST(least(${bins - 1}, greatest(0, floor((${value} - ${edges[0]!}) / ${width}))) AS INTEGER) END)`;
  });
  const reader = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM ${relation.from}`);
  const row = reader.getRowsJson()[0]!;
  return new Map(
    plans.map(({ column, edges }, index) => {
      const counts = new Map(
        (row[index] as { key: number; value: string }[]).map(({ key, value }) => [
          Number(key),
          Number(value),
        ]),
      );
      const bins = Array.from({ length: edges.length - 1 }, (_, bin) => ({
        from: edges[bin]!,
        to: edges[bin + 1]!,
        count: counts.get(bin) ?? 0,
      }));
      return [column.name, bins];
    }),
  );
};

/** Which values are the most common is an estimate; how often they stand there is counted. */
const countTop = async (
  connection: DuckDBConnection,
  relation: Relation,
  { expression }: RelationColumn,
  values: readonly string[],
): Promise<ColumnProfile['topValues']> => {
  if (values.length === 0) return [];
  const text = `CAST(${expression} AS VARCHAR)`;
  const reader = await connection.runAndReadAll(
    `SELECT left(${text}, 200), count(*) FROM ${relation.from} WHERE ${text} IN (${values.map(literal).join(', ')}) GROUP BY ${text} ORDER BY 2 DESC, 1`,
  );
  return reader.getRows().map(([value, count]) => ({ value: String(value), count: Number(count) }));
};

const measuredProfile = (
  { name, type }: RelationColumn,
  facts: Facts,
  rowCount: number,
  histogram: ColumnProfile['histogram'],
): ColumnProfile => ({
  name,
  type,
  count: numberIn(facts, 'count'),
  missing: rowCount - numberIn(facts, 'count'),
  distinct: numberIn(facts, 'distinct'),
  isDistinctApproximate: true,
  numeric:
    numberIn(facts, 'finite') === 0
      ? null
      : {
          min: numberIn(facts, 'min'),
          max: numberIn(facts, 'max'),
          mean: numberIn(facts, 'mean'),
          standardDeviation: facts.deviation === null ? null : numberIn(facts, 'deviation'),
          quantiles: (facts.quantiles as number[]).map((value, index) => ({
            probability: quantileProbabilities[index]!,
            value: Number(value),
          })),
          zeros: numberIn(facts, 'zeros'),
          infinite: numberIn(facts, 'count') - numberIn(facts, 'finite'),
        },
  histogram,
  topValues: [],
  text: null,
});

const textProfile = (
  { name, type }: RelationColumn,
  facts: Facts,
  rowCount: number,
  topValues: ColumnProfile['topValues'],
): ColumnProfile => {
  const count = numberIn(facts, 'count');
  return {
    name,
    type,
    count,
    missing: rowCount - count,
    distinct: numberIn(facts, 'distinct'),
    isDistinctApproximate: true,
    numeric: null,
    histogram: [],
    topValues,
    text:
      count === 0 || type === 'boolean'
        ? null
        : {
            minLength: numberIn(facts, 'shortest'),
            maxLength: numberIn(facts, 'longest'),
            meanLength: numberIn(facts, 'mean'),
          },
  };
};

/** Facts about columns of a file too long to sort in memory: HyperLogLog, t-digest and counts, in a few passes. */
export const profileLarge = async (
  {
    connection,
    relation,
    rowCount,
    signal,
  }: {
    connection: DuckDBConnection;
    relation: Relation;
    rowCount: number;
    signal: AbortSignal | undefined;
  },
  columns: readonly RelationColumn[],
  done: (profile: ColumnProfile) => void,
): Promise<void> => {
  for (let start = 0; start < columns.length; start += columnsAtATime) {
    throwIfCancelled(signal);
    const some = columns.slice(start, start + columnsAtATime);
    const selected = some.map(
      (column, index) =>
        `${isMeasured(column) ? measuredFacts(column) : textFacts(column)} AS ${identifier(`f${index}`)}`,
    );
    const reader = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM ${relation.from}`);
    const row = reader.getRowObjectsJson()[0]!;
    const found = some.map((column, index) => ({ column, facts: row[`f${index}`] as Facts }));
    const histograms = await countBins(
      connection,
      relation,
      found.filter(({ column }) => isMeasured(column)),
    );
    for (const { column, facts } of found) {
      throwIfCancelled(signal);
      done(
        isMeasured(column)
          ? await withCountedValues(
              { connection, relation },
              column,
              measuredProfile(column, facts, rowCount, histograms.get(column.name) ?? []),
            )
          : textProfile(
              column,
              facts,
              rowCount,
              await countTop(connection, relation, column, (facts.top ?? []) as string[]),
            ),
      );
    }
  }
};
