import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { inspectColumns, noRows, typeOfTexts } from './csv-columns.ts';
import { findDialect } from './csv-dialect.ts';
import { lineAt, rejectedRows } from './csv-problem.ts';
import { dataTypeOf, storageTypeOf } from './data-types.ts';
import type { CsvDialect, ReaderRecord } from './reader-record.ts';
import { csvScan } from './relation.ts';
import { identifier } from './sql-text.ts';
import type { Encoding } from './text-encoding.ts';
import {
  correctedColumn,
  type FoundColumn,
  refuseUnknownColumns,
  type TypeCorrections,
} from './type-corrections.ts';

export interface SniffedContent {
  readonly columns: readonly FoundColumn[];
  readonly reader: ReaderRecord;
  readonly rowCount: number;
  readonly warnings: readonly string[];
}

export interface SniffRequest {
  readonly connection: DuckDBConnection;
  /** What is read: the file, or its copy in UTF-8. */
  readonly path: string;
  /** What the user knows it by. */
  readonly shownPath: string;
  readonly corrections: TypeCorrections;
}

/** The header's own texts, before DuckDB makes them unique. */
const headerTexts = async (
  connection: DuckDBConnection,
  path: string,
  dialect: CsvDialect,
  names: readonly string[],
): Promise<string[]> => {
  if (!dialect.header) return [...names];
  const scan = csvScan(
    path,
    { ...dialect, header: false, dateFormat: null, timestampFormat: null },
    names.map((name) => [name, 'VARCHAR'] as const),
  );
  const reader = await connection.runAndReadAll(`FROM ${scan} LIMIT 1`);
  return (reader.getRowsJson()[0] ?? []).map((text) => String(text ?? ''));
};

const renamedWarnings = (texts: readonly string[], names: readonly string[]): string[] =>
  names.flatMap((name, index) => {
    const text = texts[index]!.trim();
    if (text === name) return [];
    return text === ''
      ? [`Column ${index + 1} has no name; it is called ${name}.`]
      : [`Column ${index + 1} is called ${text} like another; it is called ${name}.`];
  });

/**
 * Line of a record: counts line ends inside quoted values before it, and blank lines, which DuckDB skips. DuckDB tells the byte of
 * a record only for rows it rejects, so the record is made one: its value is read as a type it cannot have.
 */
const lineOfRecord =
  ({
    connection,
    path,
    dialect,
    names,
  }: {
    connection: DuckDBConnection;
    path: string;
    dialect: CsvDialect;
    names: readonly string[];
  }) =>
  async (column: string, value: string): Promise<number | null> => {
    const rejects = `rejects_${crypto.randomUUID().replaceAll('-', '')}`;
    const columns = names.map((name) => [name, name === column ? 'DOUBLE' : 'VARCHAR'] as const);
    const options = `, store_rejects = true, rejects_limit = 100000, rejects_table = '${rejects}', rejects_scan = '${rejects}_scan'`;
    await connection.run(
      `SELECT count(${identifier(column)}) FROM ${csvScan(path, dialect, columns, options)}`,
    );
    const rows = await rejectedRows(connection, rejects);
    const row = rows.find(({ message }) => message.includes(`"${value}"`));
    return row === undefined ? null : lineAt(path, row.byteOffset);
  };

const readColumns = async (
  request: SniffRequest & { dialect: CsvDialect; sniffed: readonly { name: string; type: string }[] },
) => {
  const { corrections, sniffed } = request;
  const asText = (column: { name: string }) => ({ name: column.name, type: 'VARCHAR' });
  const sampled = sniffed.map((column) =>
    Object.hasOwn(corrections, column.name) ? asText(column) : column,
  );

  const first = await inspectColumns({ ...request, columns: sampled });
  // The sample's types did not hold for the whole file: what the texts are decides.
  const second =
    first.misfits.size === 0 ? first : await inspectColumns({ ...request, columns: sampled.map(asText) });
  const decided = sampled.map((column, index) => {
    const facts = second.texts[index];
    const found = facts === null || facts === undefined ? null : typeOfTexts(facts);
    return found === null
      ? { name: column.name, type: dataTypeOf(column.type), native: column.type, missingWords: false }
      : { name: column.name, ...found };
  });
  const native = decided.map(({ name, native }) => ({
    name,
    type: Object.hasOwn(corrections, name) ? 'VARCHAR' : native,
  }));
  const changed = native.some(({ type }, index) => type !== sampled[index]!.type);
  const last = changed ? await inspectColumns({ ...request, columns: native }) : second;
  const columns = decided.map(({ name, type, native, missingWords }): FoundColumn => {
    if (last.misfits.has(name)) {
      return {
        name,
        type: 'text',
        storageType: 'VARCHAR',
        isCorrected: false,
        reading: { native: 'VARCHAR', fromText: null },
      };
    }
    const isConverted = native === 'VARCHAR' && type !== 'text';
    return {
      name,
      type,
      storageType: native === 'VARCHAR' ? storageTypeOf(type) : native,
      isCorrected: false,
      reading: { native, fromText: isConverted ? { missingWords, format: null } : null },
    };
  });
  return { columns, rowCount: last.rowCount };
};

const missingWordWarnings = (columns: readonly FoundColumn[]): string[] =>
  columns.some(({ reading }) => reading.fromText?.missingWords)
    ? [
        `Words such as NA are read as missing in ${columns
          .filter(({ reading }) => reading.fromText?.missingWords)
          .map(({ name }) => name)
          .slice(0, 10)
          .join(', ')}.`,
      ]
    : [];

export const sniffCsv = async (
  request: SniffRequest & { delimiter: string | null; encoding: Encoding },
): Promise<SniffedContent> => {
  const { connection, path, shownPath, corrections, encoding } = request;
  const { dialect, columns: sniffed } = await findDialect(connection, path, request.delimiter);
  const names = sniffed.map(({ name }) => name);
  refuseUnknownColumns(shownPath, names, corrections);
  const { columns: found, rowCount } = await readColumns({ ...request, dialect, sniffed });
  if (rowCount === 0) throw noRows(shownPath);

  const allText = csvScan(
    path,
    dialect,
    names.map((name) => [name, 'VARCHAR'] as const),
  );
  const line = lineOfRecord({ connection, path, dialect, names });
  const columns: FoundColumn[] = [];
  for (const column of found) {
    const type = corrections[column.name];
    columns.push(
      type === undefined
        ? column
        : await correctedColumn(
            {
              connection,
              path: shownPath,
              from: allText,
              native: 'VARCHAR',
              lineOf: (value) => line(column.name, value),
            },
            column.name,
            type,
          ),
    );
  }
  const texts = await headerTexts(connection, path, dialect, names);
  return {
    columns,
    reader: { kind: 'csv', encoding, dialect, columns: columns.map(({ reading }) => reading) },
    rowCount,
    warnings: [
      ...(dialect.header
        ? []
        : [`${basename(shownPath)} seems to have no header line; its columns are numbered.`]),
      ...renamedWarnings(texts, names),
      ...missingWordWarnings(columns),
    ],
  };
};
