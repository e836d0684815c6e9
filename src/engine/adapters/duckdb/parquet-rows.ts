import type { DuckDBValue } from '@duckdb/node-api';
import type { ParquetColumn, ParquetRequest, ParquetValues, WorkContext } from '../../ports/data-engine.ts';
import { handedOver } from './handed-over.ts';
import { readError } from './read-error.ts';
import type { Session } from './session.ts';
import { identifier, literals, pathLiteral } from './sql-text.ts';

/** See `TableReader.parquetRows`. */
export async function* readParquetRows(
  session: Session,
  { files, columns, where }: ParquetRequest,
  context: WorkContext,
): AsyncGenerator<ParquetValues[]> {
  const from = `read_parquet([${files.map(pathLiteral).join(', ')}], hive_partitioning = false)`;
  const wanted = columns.map((column, index) => `${expressionOf(column)} AS c${index}`);
  const condition =
    where === undefined
      ? ''
      : ` WHERE ${identifier(where.column)} ${where.isNoneOf === true ? 'NOT IN' : 'IN'} (${literals(where.texts)})`;
  try {
    yield* handedOver<ParquetValues[]>((emit) =>
      session.use(context, 'Reading Parquet files', async (connection) => {
        const result = await connection.stream(`SELECT ${wanted.join(', ')} FROM ${from}${condition}`);
        for await (const chunk of result) {
          if (chunk.rowCount === 0) continue;
          await emit(columns.map((_, index) => chunk.getColumnValues(index).map(toValue)));
        }
      }),
    );
  } catch (thrown) {
    throw readError(files[0] ?? '', thrown);
  }
}

const expressionOf = ({ name, as }: ParquetColumn): string => {
  const column = name.split('.').map(identifier).join('.');
  if (as === 'number') return `CAST(${column} AS DOUBLE)`;
  if (as === 'milliseconds') return `CAST(epoch_ms(${column}) AS DOUBLE)`;
  return as === 'json' ? `CAST(to_json(${column}) AS VARCHAR)` : `CAST(${column} AS VARCHAR)`;
};

/** By their casts all values are texts or doubles. */
const toValue = (value: DuckDBValue): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;
