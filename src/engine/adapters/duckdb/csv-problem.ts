import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../../../shared/errors.ts';
import type { CsvDialect } from './reader-record.ts';
import { identifier } from './sql-text.ts';

/** A row that DuckDB could not read, from the table it keeps of them. */
export interface RejectedRow {
  readonly kind: string;
  readonly byteOffset: number;
  readonly column: string | null;
  readonly message: string;
}

export const rejectedRows = async (connection: DuckDBConnection, table: string): Promise<RejectedRow[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT error_type::VARCHAR, line_byte_position::DOUBLE, column_name, error_message FROM ${identifier(table)} ORDER BY line_byte_position`,
  );
  return reader.getRowsJson().map(([kind, byteOffset, column, message]) => ({
    kind: String(kind),
    byteOffset: Number(byteOffset),
    column: column === null || column === undefined ? null : String(column),
    message: String(message),
  }));
};

/** DuckDB counts records; a person's editor counts lines, also inside quotes. */
export const lineAt = async (path: string, byteOffset: number): Promise<number> => {
  let line = 1;
  if (byteOffset <= 0) return line;
  for await (const piece of createReadStream(path, { end: byteOffset - 1 }) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) line += 1;
  }
  return line;
};

/** The line on which a record (from 0) begins. DuckDB skips blank lines, and a quoted value may hold line ends. */
export const lineOfRecord = async (
  path: string,
  dialect: CsvDialect,
  record: number,
): Promise<number | null> => {
  const quote = dialect.quote.charCodeAt(0);
  const wanted = record + (dialect.header ? 1 : 0);
  let line = 1;
  let started = 0;
  let isQuoted = false;
  let isBlank = true;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const byte of piece) {
      if (byte === 10) {
        line += 1;
        if (!isQuoted) isBlank = true;
        continue;
      }
      if (isBlank && byte !== 13) {
        if (started === wanted) return line;
        started += 1;
        isBlank = false;
      }
      if (byte === quote) isQuoted = !isQuoted;
    }
  }
  return null;
};

const sentences: Record<string, (row: RejectedRow, counts: { expected?: number; found?: number }) => string> =
  {
    'TOO MANY COLUMNS': (_, { expected, found }) =>
      `has ${found} values where the header has ${expected} columns`,
    'MISSING COLUMNS': (_, { expected, found }) =>
      `has ${found} values where the header has ${expected} columns`,
    'UNQUOTED VALUE': () => 'has a quoted value that is not closed, or text after its closing quote',
    'LINE SIZE OVER MAXIMUM': () => 'is longer than 64 MB',
    'INVALID ENCODING': () => 'holds bytes that are not valid UTF-8',
  };

/** The error for a row whose structure is broken. */
export const brokenRow = async (path: string, shownPath: string, row: RejectedRow): Promise<EngineError> => {
  // DuckDB's position is that of the record's first byte, counted from 0 or from 1 depending on the kind of error.
  const line = await lineAt(path, row.byteOffset);
  const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(row.message) ?? [];
  const counts = expected === undefined ? {} : { expected: Number(expected), found: Number(found) };
  const sentence = sentences[row.kind]?.(row, counts) ?? `cannot be read: ${row.message}`;
  return new EngineError('data-malformed', `${basename(shownPath)}: line ${line} ${sentence}.`, {
    details: { path: shownPath, line, ...(expected === undefined ? {} : counts) },
  });
};
