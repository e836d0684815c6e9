import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../../../shared/errors.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import { brokenRow, type RejectedRow, rejectedRows } from './csv-problem.ts';
import { decimalComma, hasNumberWithComma, missingWords } from './data-types.ts';
import type { CsvDialect } from './reader-record.ts';
import { csvScan } from './relation.ts';
import { identifier, literals } from './sql-text.ts';

/** What the values of a column that is read as text have in common. */
export interface TextFacts {
  readonly present: number;
  readonly missingWords: number;
  readonly numbers: number;
  readonly numbersWithComma: number;
  readonly integers: number;
  readonly truthWords: number;
  readonly dates: number;
  readonly timestamps: number;
}

/**
 * What is known of a column while its type is being found: parsed as a DuckDB type, text that may be something narrower, or text
 * for certain.
 */
export interface CandidateColumn {
  readonly name: string;
  readonly candidate: { kind: 'typed'; native: string } | { kind: 'open' } | { kind: 'text' };
}

export interface Inspection {
  readonly rowCount: number;
  /** Facts about every column that was open. */
  readonly texts: ReadonlyMap<string, TextFacts>;
  /** Names of columns with a value that is not of their type. */
  readonly misfits: ReadonlySet<string>;
}

const factsPerText = 8;

/** Without fraction or exponent, which DuckDB would round away where a whole number is asked for. */
const isPlain = (value: string): string =>
  `NOT contains(${value}, '.') AND NOT contains(${value}, 'e') AND NOT contains(${value}, 'E')`;

/** How many values are there, and how many are whole numbers as they stand. */
const integerAggregates = (name: string): string => {
  const value = identifier(name);
  return `count(${value}), count(TRY_CAST(${value} AS BIGINT)) FILTER (${isPlain(value)})`;
};

const nativeOf = ({ candidate }: CandidateColumn): string =>
  candidate.kind === 'typed' ? candidate.native : 'VARCHAR';

const aggregatesOf = (column: CandidateColumn): { sql: string; width: number } => {
  const { name, candidate } = column;
  if (candidate.kind === 'open') return { sql: textAggregates(name), width: factsPerText };
  if (nativeOf(column) === 'BIGINT') return { sql: integerAggregates(name), width: 2 };
  return { sql: `count(${identifier(name)})`, width: 1 };
};

const textAggregates = (name: string): string => {
  const value = identifier(name);
  const number = `TRY_CAST(${value} AS DOUBLE)`;
  return [
    `count(${value})`,
    `count(*) FILTER (trim(${value}) IN (${literals(missingWords)}))`,
    `count(*) FILTER (${number} IS NOT NULL AND NOT isnan(${number}))`,
    `count(*) FILTER (${hasNumberWithComma(value)} AND lower(${value}) <> 'nan')`,
    `count(*) FILTER (${number} = trunc(${number}) AND TRY_CAST(${value} AS BIGINT) IS NOT NULL AND ${isPlain(value)})`,
    `count(*) FILTER (lower(${value}) IN ('true', 'false'))`,
    `count(TRY_CAST(${value} AS TIMESTAMPTZ)) FILTER (length(${value}) = 10)`,
    `count(TRY_CAST(${value} AS TIMESTAMPTZ))`,
  ].join(', ');
};

const readFacts = (values: readonly number[]): TextFacts => {
  const [present, words, numbers, numbersWithComma, integers, truthWords, dates, timestamps] = values;
  return {
    present: present!,
    missingWords: words!,
    numbers: numbers!,
    numbersWithComma: numbersWithComma!,
    integers: integers!,
    truthWords: truthWords!,
    dates: dates!,
    timestamps: timestamps!,
  };
};

const isMisfit = (row: RejectedRow): boolean => row.kind === 'CAST';

interface InspectRequest {
  readonly connection: DuckDBConnection;
  readonly path: string;
  readonly shownPath: string;
  readonly dialect: CsvDialect;
  readonly columns: readonly CandidateColumn[];
}

/** Planning a statement takes time with the square of its length, so a very wide file is read in several passes. */
const columnsAPass = 50;

/** One pass over the file for some of its columns. */
const inspectSome = async (
  { connection, path, shownPath, dialect, columns }: InspectRequest,
  some: InspectRequest['columns'],
): Promise<Inspection> => {
  const rejects = `rejects_${crypto.randomUUID().replaceAll('-', '')}`;
  const options = `, store_rejects = true, rejects_limit = 1000, rejects_table = '${rejects}', rejects_scan = '${rejects}_scan'`;
  const aggregates = some.map(aggregatesOf);
  const scan = csvScan(
    path,
    dialect,
    columns.map((column) => {
      const native = nativeOf(column);
      return [column.name, native === 'BIGINT' ? 'VARCHAR' : native] as const;
    }),
    options,
  );
  const reader = await connection.runAndReadAll(
    `SELECT ${['count(*)', ...aggregates.map(({ sql }) => sql)].join(', ')} FROM ${scan}`,
  );
  const [rowCount, ...counts] = reader.getRows()[0]!.map(Number);
  const rejected = await rejectedRows(connection, rejects);
  await connection.run(`DROP TABLE ${rejects}; DROP TABLE ${rejects}_scan;`);
  const broken = rejected.find((row) => !isMisfit(row));
  if (broken !== undefined) throw await brokenRow(path, shownPath, broken);

  const misfits = new Set(rejected.map(({ column }) => column ?? ''));
  const texts = new Map<string, TextFacts>();
  let at = 0;
  for (const [index, column] of some.entries()) {
    const { width } = aggregates[index]!;
    const values = counts.slice(at, at + width);
    at += width;
    if (column.candidate.kind === 'open') texts.set(column.name, readFacts(values));
    else if (nativeOf(column) === 'BIGINT' && values[0] !== values[1]) misfits.add(column.name);
  }
  return { rowCount: rowCount!, texts, misfits };
};

/**
 * Reads the whole file with these types: counts its rows, finds every column with a value that is not of its type, and what the
 * texts look like. A row whose structure is broken is an error that names the line.
 */
export const inspectColumns = async (request: InspectRequest): Promise<Inspection> => {
  const checked = request.columns.filter(({ candidate }) => candidate.kind !== 'text');
  const texts = new Map<string, TextFacts>();
  const misfits = new Set<string>();
  let rowCount = 0;
  for (let start = 0; start === 0 || start < checked.length; start += columnsAPass) {
    const found = await inspectSome(request, checked.slice(start, start + columnsAPass));
    rowCount = found.rowCount;
    for (const [name, facts] of found.texts) texts.set(name, facts);
    for (const name of found.misfits) misfits.add(name);
  }
  return { rowCount, texts, misfits };
};

/** What a text may begin with that turns out to be a number, a date or a truth value. */
const narrowStart = /^\s*([-+.\d]|inf|true$|false$)/i;

/** False for a column whose first values show already that it is text, which is nearly every text column. */
export const mayBeNarrower = (values: readonly (string | null)[]): boolean =>
  values.every(
    (value) =>
      value === null || narrowStart.test(value) || missingWords.some((word) => word === value.trim()),
  );

export interface TextReading {
  readonly type: DataType;
  /** Whether words such as NA stand in it. */
  readonly missingWords: boolean;
  readonly format: typeof decimalComma | null;
}

/** The narrowest type that every value of a text column has. */
export const typeOfTexts = (facts: TextFacts, mayHaveComma: boolean): TextReading => {
  const present = facts.present - facts.missingWords;
  const narrowest = present <= 0 ? 'text' : narrowestType(facts, present);
  const hasComma = narrowest === 'text' && mayHaveComma && present > 0 && facts.numbersWithComma === present;
  const type = hasComma ? 'number' : narrowest;
  return {
    type,
    missingWords: type !== 'text' && facts.missingWords > 0,
    format: hasComma ? decimalComma : null,
  };
};

const narrowestType = (facts: TextFacts, present: number): DataType => {
  if (facts.integers === present) return 'integer';
  if (facts.numbers === present) return 'number';
  if (facts.truthWords === present) return 'boolean';
  if (facts.timestamps !== present) return 'text';
  return facts.dates === present ? 'date' : 'datetime';
};

export const noRows = (shownPath: string): EngineError =>
  new EngineError('data-malformed', `${basename(shownPath)} has a header line but no rows.`, {
    details: { path: shownPath },
  });
