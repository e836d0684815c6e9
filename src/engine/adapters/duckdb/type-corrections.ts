import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { closestName } from '../../../shared/closest-name.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { DataType } from '../../../shared/model/dataset.ts';
import { dateFormats, fromText, isNested, storageTypeOf, withoutMissingWords } from './data-types.ts';
import type { ColumnReading } from './reader-record.ts';
import { identifier } from './sql-text.ts';

export interface FoundColumn {
  readonly name: string;
  readonly type: DataType;
  readonly storageType: string;
  readonly isCorrected: boolean;
  readonly reading: ColumnReading;
}

export type TypeCorrections = Readonly<Record<string, DataType>>;

/** A column may be called as every object has something called: `constructor`. */
export const correctionOf = (corrections: TypeCorrections, column: string): DataType | undefined =>
  Object.hasOwn(corrections, column) ? corrections[column] : undefined;

/** A correction for a column that is not there is a mistake, not a wish for later. */
export const refuseUnknownColumns = (
  path: string,
  names: readonly string[],
  corrections: TypeCorrections,
): void => {
  for (const name of Object.keys(corrections)) {
    if (names.includes(name)) continue;
    const closest = closestName(name, names);
    const hint = closest === undefined ? '' : ` Did you mean ${closest}?`;
    throw new EngineError('invalid-input', `${basename(path)} has no column ${name}.${hint}`, {
      details: { column: name },
    });
  }
};

const typeNames: Record<DataType, string> = {
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  date: 'a date',
  datetime: 'a date with time',
  text: 'text',
};

const textOf = (name: string, native: string): string =>
  isNested(native) ? `CAST(to_json(${identifier(name)}) AS VARCHAR)` : `CAST(${identifier(name)} AS VARCHAR)`;

export interface CorrectionContext {
  readonly connection: DuckDBConnection;
  readonly path: string;
  /** SQL after FROM in which the column holds what `native` says. */
  readonly from: string;
  readonly native: string;
  /** Tried in this order for a number. */
  readonly numberFormats: readonly (string | null)[];
  /** Line in the file on which this record (from 0) begins, where a format has lines. */
  readonly lineOf: (record: number) => Promise<number | null>;
}

/** A column read as the user says. A value that does not fit is an error that names line, column and value. */
export const correctedColumn = async (
  context: CorrectionContext,
  name: string,
  type: DataType,
): Promise<FoundColumn> => {
  const { connection, from, native, numberFormats } = context;
  const text = textOf(name, native);
  const isText = type === 'text';
  const present = isText ? text : withoutMissingWords(text);
  const formats =
    type === 'date' || type === 'datetime' ? dateFormats : type === 'number' ? numberFormats : [null];
  const counts = await connection.runAndReadAll(
    `SELECT count(${present}), count(*) FILTER (${present} IS NULL AND ${text} IS NOT NULL), ${formats
      .map((format) => `count(${fromText(type, present, format)})`)
      .join(', ')} FROM ${from}`,
  );
  const [presentCount, words, ...fitting] = counts.getRows()[0]!.map(Number);
  const format = formats[fitting.indexOf(presentCount!)];
  if (format === undefined) {
    const closest = formats[fitting.indexOf(Math.max(...fitting))] ?? null;
    throw await misfit({ ...context, text: present, name, type, format: closest });
  }
  return {
    name,
    type,
    storageType: storageTypeOf(type),
    isCorrected: true,
    reading: { native, fromText: { missingWords: !isText && words! > 0, format } },
  };
};

const misfit = async ({
  connection,
  path,
  from,
  lineOf,
  text,
  name,
  type,
  format,
}: CorrectionContext & {
  text: string;
  name: string;
  type: DataType;
  format: string | null;
}): Promise<EngineError> => {
  const reader = await connection.runAndReadAll(
    `SELECT record, value FROM (SELECT row_number() OVER () - 1 AS record, ${text} AS value FROM ${from})
     WHERE value IS NOT NULL AND (${fromText(type, 'value', format)}) IS NULL ORDER BY record LIMIT 1`,
  );
  const [record, value] = reader.getRowsJson()[0] ?? [0, ''];
  const line = await lineOf(Number(record));
  const shown = String(value).length > 80 ? `${String(value).slice(0, 80)}…` : String(value);
  const place = line === null ? `row ${Number(record) + 1}` : `line ${line}`;
  return new EngineError(
    'invalid-input',
    `${basename(path)}: column ${name}, ${place}: “${shown}” is not ${typeNames[type]}.`,
    {
      details: {
        path,
        column: name,
        value: shown,
        ...(line === null ? { row: Number(record) + 1 } : { line }),
      },
    },
  );
};
