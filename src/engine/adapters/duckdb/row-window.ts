import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from '../../../shared/model/dataset.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import { cellExpression, cellRows } from './cells.ts';
import type { Pages } from './pages.ts';
import { readerRecordOf } from './reader-record.ts';
import { fileRelation, parquetScan, type Relation } from './relation.ts';

/** Up to here a window is read from the head of the file, without keeping the file as a table. */
const headRows = 5_000;

/** Longer texts are cut: a window is for looking at, and a thousand rows of megabytes would not fit in a message. */
const maxCellLength = 32_768;

export interface RowWindow {
  readonly source: DataSource;
  readonly offset: number;
  readonly limit: number;
  readonly orderBy?: { column: string; descending: boolean } | undefined;
}

const sorted = (relation: Relation, { orderBy, limit, offset }: RowWindow, rowNumber: string): string => {
  const direction = orderBy?.descending ? 'DESC' : 'ASC';
  const first =
    orderBy === undefined ? '' : `${relation.column(orderBy.column).expression} ${direction} NULLS LAST, `;
  return `ORDER BY ${first}${rowNumber} LIMIT ${limit} OFFSET ${offset}`;
};

const between = ({ offset, limit }: RowWindow, rowNumber: string): string =>
  `WHERE ${rowNumber} >= ${offset} AND ${rowNumber} < ${offset + limit} ORDER BY ${rowNumber}`;

const statement = (relation: Relation, from: string, tail: string): string =>
  `SELECT ${relation.columns.map(cellExpression).join(', ')} FROM ${from} ${tail}`;

export const readWindow = async (
  { connection, path, pages }: { connection: DuckDBConnection; path: string; pages: Pages },
  window: RowWindow,
): Promise<Cell[][]> => {
  const relation = fileRelation(window.source, path);
  // Refuses a column that is not there before anything is read.
  if (window.orderBy !== undefined) relation.column(window.orderBy.column);
  const sql = await windowStatement({ connection, path, pages }, window, relation);
  const rows: Cell[][] = [];
  for await (const part of cellRows(await connection.stream(sql), maxCellLength)) rows.push(...part);
  return rows;
};

const windowStatement = async (
  { connection, path, pages }: { connection: DuckDBConnection; path: string; pages: Pages },
  window: RowWindow,
  relation: Relation,
): Promise<string> => {
  if (readerRecordOf(window.source).kind === 'parquet') {
    const from = parquetScan(path, ', file_row_number = true');
    const tail =
      window.orderBy === undefined
        ? between(window, 'file_row_number')
        : sorted(relation, window, 'file_row_number');
    return statement(relation, from, tail);
  }
  const isHead = window.orderBy === undefined && window.offset + window.limit <= headRows;
  const kept = isHead ? null : await pages.relationOf(connection, window.source, path);
  if (kept !== null) {
    const tail = window.orderBy === undefined ? between(window, 'rowid') : sorted(kept, window, 'rowid');
    return statement(kept, kept.from, tail);
  }
  if (window.orderBy === undefined) {
    return statement(relation, relation.from, `LIMIT ${window.limit} OFFSET ${window.offset}`);
  }
  const numbered = `(SELECT *, row_number() OVER () AS file_row_number FROM ${relation.from})`;
  return statement(relation, numbered, sorted(relation, window, 'file_row_number'));
};
