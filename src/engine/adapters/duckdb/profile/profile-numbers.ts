import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../../../shared/model/dataset.ts';
import type { Relation, RelationColumn } from '../relation.ts';
import { throwIfCancelled } from '../session.ts';
import { measureOf, shownAs } from './profiled-column.ts';
import { describeNumbers } from './sorted-numbers.ts';

/** Numbers held at a time: 32 MB. */
const valuesAtATime = 4_000_000;

interface Batch {
  readonly connection: DuckDBConnection;
  readonly relation: Relation;
  readonly rowCount: number;
  readonly signal: AbortSignal | undefined;
}

const fetchValues = async (
  { connection, relation, rowCount, signal }: Batch,
  columns: readonly RelationColumn[],
): Promise<Float64Array[]> => {
  const values = columns.map(() => new Float64Array(rowCount));
  const measures = columns.map(
    (column, index) => `coalesce(${measureOf(column)}, CAST('NaN' AS DOUBLE)) AS c${index}`,
  );
  const result = await connection.stream(`SELECT ${measures.join(', ')} FROM ${relation.from}`);
  let at = 0;
  for await (const chunk of result) {
    throwIfCancelled(signal);
    for (const [index, target] of values.entries()) target.set(chunk.getColumnValues(index) as number[], at);
    at += chunk.rowCount;
  }
  return values;
};

/** Exact facts about number and date columns: the values are taken into memory, a few columns at a time, and sorted. */
export const profileNumbers = async (
  batch: Batch,
  columns: readonly RelationColumn[],
  done: (profile: ColumnProfile) => void,
): Promise<void> => {
  const width = Math.max(1, Math.min(500, Math.floor(valuesAtATime / Math.max(1, batch.rowCount))));
  for (let start = 0; start < columns.length; start += width) {
    const some = columns.slice(start, start + width);
    const values = await fetchValues(batch, some);
    for (const [index, { name, type }] of some.entries()) {
      const facts = describeNumbers(values[index]!, shownAs(type));
      done({
        name,
        type,
        missing: batch.rowCount - facts.count,
        isDistinctApproximate: false,
        text: null,
        ...facts,
      });
      // Sorting a million numbers takes a while; let messages (a cancel) through in between.
      await new Promise(setImmediate);
      throwIfCancelled(batch.signal);
    }
  }
};
