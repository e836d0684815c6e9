import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type CandidateColumn,
  type Inspection,
  inspectColumns,
  mayBeNarrower,
  noRows,
  typeOfTexts,
} from './csv-columns.ts';
import { findDialect } from './csv-dialect.ts';
import { lineOfRecord } from './csv-problem.ts';
import { dataTypeOf, decimalComma, storageTypeOf } from './data-types.ts';
import type { ColumnReading, CsvDialect, ReaderRecord } from './reader-record.ts';
import { csvScan } from './relation.ts';
import type { Encoding } from './text-encoding.ts';
import {
  correctedColumn,
  correctionOf,
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

/** Rows at the head by which most text columns are known to be text. */
const headRows = 200;

const firstCandidates = async ({
  connection,
  path,
  corrections,
  dialect,
  sniffed,
}: ColumnsRequest): Promise<CandidateColumn[]> => {
  const scan = csvScan(
    path,
    dialect,
    sniffed.map(({ name }) => [name, 'VARCHAR'] as const),
    // A broken row is found by the inspection, which names its line.
    ', ignore_errors = true',
  );
  const head = await connection.runAndReadAll(`FROM ${scan} LIMIT ${headRows}`);
  const values = head.getColumns();
  return sniffed.map(({ name, type }, index) => {
    if (Object.hasOwn(corrections, name)) return { name, candidate: { kind: 'text' } };
    if (type !== 'VARCHAR') return { name, candidate: { kind: 'typed', native: type } };
    const isOpen = mayBeNarrower((values[index] ?? []) as (string | null)[]);
    return { name, candidate: { kind: isOpen ? 'open' : 'text' } };
  });
};

/** A pass sees a thousand misfits at most, and other columns may have theirs behind them. */
const maxPasses = 4;

interface ColumnsRequest extends SniffRequest {
  readonly dialect: CsvDialect;
  readonly sniffed: readonly { name: string; type: string }[];
}

/** Reads the file until the types hold for all of it: the sample's types first, then what the texts of the misfits are. */
const readColumns = async (
  request: ColumnsRequest,
): Promise<{ columns: FoundColumn[]; rowCount: number }> => {
  let columns = await firstCandidates(request);
  let found = await inspectColumns({ ...request, columns });
  for (let pass = 1; found.misfits.size > 0; pass += 1) {
    const { misfits } = found;
    columns = columns.map((column) =>
      misfits.has(column.name) || (pass >= maxPasses && column.candidate.kind === 'typed')
        ? { name: column.name, candidate: { kind: 'open' } }
        : column,
    );
    found = await inspectColumns({ ...request, columns });
  }
  const mayHaveComma = mayHaveDecimalComma(request.dialect);
  return {
    columns: columns.map((column) => foundColumn(column, found.texts, mayHaveComma)),
    rowCount: found.rowCount,
  };
};

/** Elsewhere a comma in a number may as well stand between thousands; semicolons are there because it does not. */
const mayHaveDecimalComma = ({ delimiter }: CsvDialect): boolean => delimiter === ';';

const foundColumn = (
  { name, candidate }: CandidateColumn,
  texts: Inspection['texts'],
  mayHaveComma: boolean,
): FoundColumn => {
  if (candidate.kind === 'typed') {
    const { native } = candidate;
    return {
      name,
      type: dataTypeOf(native),
      storageType: native,
      isCorrected: false,
      reading: { native, fromText: null },
    };
  }
  const facts = texts.get(name);
  const { type, missingWords, format } =
    facts === undefined
      ? { type: 'text' as const, missingWords: false, format: null }
      : typeOfTexts(facts, mayHaveComma);
  return {
    name,
    type,
    storageType: storageTypeOf(type),
    isCorrected: false,
    reading: { native: 'VARCHAR', fromText: type === 'text' ? null : { missingWords, format } },
  };
};

/** One warning with the names of the columns whose texts are read in some way. */
const readingWarning = (
  columns: readonly FoundColumn[],
  isRead: (fromText: NonNullable<ColumnReading['fromText']>) => boolean,
  says: string,
): string[] => {
  const names = columns
    .filter(({ reading }) => reading.fromText !== null && isRead(reading.fromText))
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`${says} ${names.slice(0, 10).join(', ')}.`];
};

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
  const columns: FoundColumn[] = [];
  for (const column of found) {
    const type = correctionOf(corrections, column.name);
    columns.push(
      type === undefined
        ? column
        : await correctedColumn(
            {
              connection,
              path: shownPath,
              from: allText,
              native: 'VARCHAR',
              numberFormats: mayHaveDecimalComma(dialect) ? [null, decimalComma] : [null],
              lineOf: (record) => lineOfRecord(path, dialect, record),
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
      ...readingWarning(
        columns,
        ({ missingWords }) => missingWords,
        'Words such as NA are read as missing in',
      ),
      ...readingWarning(columns, ({ format }) => format === decimalComma, 'A decimal comma is read in'),
    ],
  };
};
