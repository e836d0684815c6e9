import type { DuckDBDataChunk, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../../../shared/model/dataset.ts';
import type { RelationColumn } from './relation.ts';

/** A column as DuckDB values that `toCell` understands: dates and times as their text. */
export const cellExpression = ({ type, expression }: RelationColumn): string =>
  type === 'date' || type === 'datetime' ? `CAST(${expression} AS VARCHAR)` : expression;

const toCell = (value: DuckDBValue): Cell => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return String(value);
};

const shortened = (cell: Cell, maxLength: number): Cell =>
  typeof cell === 'string' && cell.length > maxLength ? `${cell.slice(0, maxLength)}…` : cell;

const chunkRows = (chunk: DuckDBDataChunk, maxLength: number): Cell[][] => {
  const columns = Array.from({ length: chunk.columnCount }, (_, index) => chunk.getColumnValues(index));
  return Array.from({ length: chunk.rowCount }, (_, row) =>
    columns.map((values) => shortened(toCell(values[row] ?? null), maxLength)),
  );
};

/** Rows of a result as JSON-safe cells, one array of rows per chunk. */
export async function* cellRows(
  result: DuckDBResult,
  maxLength = Number.POSITIVE_INFINITY,
): AsyncGenerator<Cell[][]> {
  for await (const chunk of result) {
    if (chunk.rowCount > 0) yield chunkRows(chunk, maxLength);
  }
}
