import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../../../shared/model/dataset.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import { measureOf, shownAs } from './profiled-column.ts';
import { quantileProbabilities, topValueCount } from './sorted-numbers.ts';

/** Up to this many distinct values a column of any length is told exactly: a t-digest would put the median of 0 and 1 between them. */
export const countableValues = 1000;

export interface CountedValue {
  readonly value: number;
  readonly count: number;
}

/** Quantile of type 7 over ascending values, each standing there `count` times. */
export const countedQuantile = (ascending: readonly CountedValue[], probability: number): number => {
  const total = ascending.reduce((sum, { count }) => sum + count, 0);
  const position = probability * (total - 1);
  const valueAt = (rank: number): number => {
    let passed = 0;
    for (const { value, count } of ascending) {
      passed += count;
      if (rank < passed) return value;
    }
    return ascending.at(-1)!.value;
  };
  const low = valueAt(Math.floor(position));
  const high = valueAt(Math.floor(position) + 1);
  return low + (high - low) * (position - Math.floor(position));
};

/** Replaces what was estimated for a column with few distinct values by what was counted. */
export const withCountedValues = async (
  { connection, relation }: { connection: DuckDBConnection; relation: Relation },
  column: RelationColumn,
  profile: ColumnProfile,
): Promise<ColumnProfile> => {
  if (profile.numeric === null || profile.distinct > countableValues) return profile;
  const reader = await connection.runAndReadAll(
    `SELECT ${measureOf(column)} AS value, count(*) AS n FROM ${relation.from} GROUP BY 1 HAVING value IS NOT NULL ORDER BY 1`,
  );
  const counted = reader.getRows().map(([value, count]) => ({ value: Number(value), count: Number(count) }));
  const finite = counted.filter(({ value }) => Number.isFinite(value));
  const show = shownAs(column.type);
  return {
    ...profile,
    distinct: counted.length,
    isDistinctApproximate: false,
    topValues: [...counted]
      .sort((left, right) => right.count - left.count || left.value - right.value)
      .slice(0, topValueCount)
      .map(({ value, count }) => ({ value: show(value), count })),
    numeric: {
      ...profile.numeric,
      quantiles: quantileProbabilities.map((probability) => ({
        probability,
        value: countedQuantile(finite, probability),
      })),
    },
  };
};
