import type { DuckDBConnection } from '@duckdb/node-api';
import type { TableReader } from '../../ports/data-engine.ts';
import { storageTypeOf } from './data-types.ts';
import { identifier, literal, pathLiteral, structLiteral } from './sql-text.ts';

type WriteParquetRequest = Parameters<TableReader['writeParquet']>[0];

/** Turns JSON Lines of known columns into a Parquet file, with DuckDB's writer. */
export const writeParquet = async (
  connection: DuckDBConnection,
  { jsonLines, columns, out }: WriteParquetRequest,
): Promise<void> => {
  const types = columns.map(({ name, type }) => [name, storageTypeOf(type)] as const);
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  await connection.run(
    `COPY (SELECT ${names} FROM read_json(${pathLiteral(jsonLines)}, format = 'newline_delimited',
       columns = ${structLiteral(types)})) TO ${literal(out)} (FORMAT parquet, COMPRESSION zstd)`,
  );
};
