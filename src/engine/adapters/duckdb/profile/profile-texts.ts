import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../../../shared/model/dataset.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import { throwIfCancelled } from '../session.ts';
import { topValueCount } from './sorted-numbers.ts';

/** Longer texts are cut where they are shown as a common value. */
const shownLength = 200;

const statement = (relation: Relation, { expression }: RelationColumn): string => `
  WITH counted AS MATERIALIZED (SELECT CAST(${expression} AS VARCHAR) AS value, count(*) AS n FROM ${relation.from} GROUP BY 1),
       present AS (SELECT * FROM counted WHERE value IS NOT NULL),
       top AS (SELECT value, n FROM present ORDER BY n DESC, value LIMIT ${topValueCount})
  SELECT true AS is_summary, NULL AS value, count(*) AS distinct_count, coalesce(sum(n), 0) AS present_count,
         min(length(value)) AS shortest, max(length(value)) AS longest, sum(length(value) * n) / sum(n) AS mean_length
  FROM present
  UNION ALL
  SELECT false, left(value, ${shownLength}), n, 0, 0, 0, 0 FROM top`;

/** Exact facts about text and boolean columns, by grouping. */
export const profileText = async ({
  connection,
  relation,
  column,
  rowCount,
}: {
  connection: DuckDBConnection;
  relation: Relation;
  column: RelationColumn;
  rowCount: number;
}): Promise<ColumnProfile> => {
  const reader = await connection.runAndReadAll(statement(relation, column));
  const rows = reader.getRowObjects();
  const summary = rows.find((row) => row.is_summary === true)!;
  const present = Number(summary.present_count);
  return {
    name: column.name,
    type: column.type,
    count: present,
    missing: rowCount - present,
    distinct: Number(summary.distinct_count),
    isDistinctApproximate: false,
    numeric: null,
    histogram: [],
    topValues: rows
      .filter((row) => row.is_summary === false)
      .map((row) => ({ value: String(row.value), count: Number(row.distinct_count) }))
      .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1)),
    text:
      present === 0 || column.type === 'boolean'
        ? null
        : {
            minLength: Number(summary.shortest),
            maxLength: Number(summary.longest),
            meanLength: Number(summary.mean_length),
          },
  };
};

export const profileTexts = async (
  batch: {
    connection: DuckDBConnection;
    relation: Relation;
    rowCount: number;
    signal: AbortSignal | undefined;
  },
  columns: readonly RelationColumn[],
  done: (profile: ColumnProfile) => void,
): Promise<void> => {
  for (const column of columns) {
    throwIfCancelled(batch.signal);
    done(await profileText({ ...batch, column }));
  }
};
