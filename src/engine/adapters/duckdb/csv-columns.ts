import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EngineError } from '../../../shared/errors.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import { brokenRow, type RejectedRow, rejectedRows } from './csv-problem.ts';
import { missingWords } from './data-types.ts';
import type { CsvDialect } from './reader-record.ts';
import { csvScan } from './relation.ts';
import { identifier, literals } from './sql-text.ts';

/** What the values of a column that is read as text have in common. */
export interface TextFacts {
  readonly present: number;
  readonly missingWords: number;
  readonly numbers: number;
  readonly integers: number;
  readonly truthWords: number;
  readonly dates: number;
  readonly timestamps: number;
}

export interface Inspection {
  readonly rowCount: number;
  /** One per column; null for a column that was parsed as its type. */
  readonly texts: readonly (TextFacts | null)[];
  /** Names of columns with a value that is not of their type. */
  readonly misfits: ReadonlySet<string>;
}

const factsPerText = 7;

const textAggregates = (name: string): string => {
  const value = identifier(name);
  const number = `TRY_CAST(${value} AS DOUBLE)`;
  return [
    `count(${value})`,
    `count(*) FILTER (trim(${value}) IN (${literals(missingWords)}))`,
    `count(*) FILTER (${number} IS NOT NULL AND NOT isnan(${number}))`,
    `count(*) FILTER (${number} = trunc(${number}) AND TRY_CAST(${value} AS BIGINT) IS NOT NULL AND NOT contains(${value}, '.'))`,
    `count(*) FILTER (lower(${value}) IN ('true', 'false'))`,
    `count(TRY_CAST(${value} AS TIMESTAMPTZ)) FILTER (length(${value}) = 10)`,
    `count(TRY_CAST(${value} AS TIMESTAMPTZ))`,
  ].join(', ');
};

const readFacts = (values: readonly number[]): TextFacts => {
  const [present, words, numbers, integers, truthWords, dates, timestamps] = values;
  return {
    present: present!,
    missingWords: words!,
    numbers: numbers!,
    integers: integers!,
    truthWords: truthWords!,
    dates: dates!,
    timestamps: timestamps!,
  };
};

const isMisfit = (row: RejectedRow): boolean => row.kind === 'CAST';

/**
 * Reads the whole file once with these types: counts its rows, finds every column with a value that is not of its type, and what
 * the texts look like. A row whose structure is broken is an error that names the line.
 */
export const inspectColumns = async ({
  connection,
  path,
  shownPath,
  dialect,
  columns,
}: {
  connection: DuckDBConnection;
  path: string;
  shownPath: string;
  dialect: CsvDialect;
  columns: readonly { name: string; type: string }[];
}): Promise<Inspection> => {
  const rejects = `rejects_${crypto.randomUUID().replaceAll('-', '')}`;
  const options = `, store_rejects = true, rejects_limit = 1000, rejects_table = '${rejects}', rejects_scan = '${rejects}_scan'`;
  const aggregates = columns.map(({ name, type }) =>
    type === 'VARCHAR' ? textAggregates(name) : `count(${identifier(name)})`,
  );
  const scan = csvScan(
    path,
    dialect,
    columns.map(({ name, type }) => [name, type] as const),
    options,
  );
  const reader = await connection.runAndReadAll(`SELECT count(*), ${aggregates.join(', ')} FROM ${scan}`);
  const [rowCount, ...counts] = reader.getRows()[0]!.map(Number);
  const rejected = await rejectedRows(connection, rejects);
  await connection.run(`DROP TABLE ${rejects}; DROP TABLE ${rejects}_scan;`);
  const broken = rejected.find((row) => !isMisfit(row));
  if (broken !== undefined) throw await brokenRow(path, shownPath, broken);

  let at = 0;
  const texts = columns.map(({ type }) => {
    const width = type === 'VARCHAR' ? factsPerText : 1;
    const values = counts.slice(at, at + width);
    at += width;
    return type === 'VARCHAR' ? readFacts(values) : null;
  });
  return { rowCount: rowCount!, texts, misfits: new Set(rejected.map(({ column }) => column ?? '')) };
};

/** The narrowest type that every value of a text column has. */
export const typeOfTexts = (facts: TextFacts): { type: DataType; native: string; missingWords: boolean } => {
  const text = { type: 'text', native: 'VARCHAR', missingWords: false } as const;
  const present = facts.present - facts.missingWords;
  if (present <= 0) return text;
  const hasMissingWords = facts.missingWords > 0;
  if (facts.integers === present) {
    return { type: 'integer', native: hasMissingWords ? 'VARCHAR' : 'BIGINT', missingWords: hasMissingWords };
  }
  if (facts.numbers === present) {
    return { type: 'number', native: hasMissingWords ? 'VARCHAR' : 'DOUBLE', missingWords: hasMissingWords };
  }
  if (facts.truthWords === present) {
    return {
      type: 'boolean',
      native: hasMissingWords ? 'VARCHAR' : 'BOOLEAN',
      missingWords: hasMissingWords,
    };
  }
  if (facts.timestamps === present) {
    const type = facts.dates === present ? 'date' : 'datetime';
    return { type, native: 'VARCHAR', missingWords: hasMissingWords };
  }
  return text;
};

export const noRows = (shownPath: string): EngineError =>
  new EngineError('data-malformed', `${basename(shownPath)} has a header line but no rows.`, {
    details: { path: shownPath },
  });
