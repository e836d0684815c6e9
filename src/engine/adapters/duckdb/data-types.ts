import type { DataType } from '../../../shared/model/dataset.ts';
import type { ColumnReading } from './reader-record.ts';
import { identifier, literal, literals } from './sql-text.ts';

/** Words that people write where a number is missing; the set that R and pandas share. */
export const missingWords = [
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  'NaN',
  'nan',
  'NULL',
  'null',
  'None',
  '-',
  '?',
  '.',
] as const;

const trueWords = ['true', 't', 'yes', 'y', '1', '1.0'];
const falseWords = ['false', 'f', 'no', 'n', '0', '0.0'];

/** Tried in this order for a column that the user calls a date; null is ISO 8601. */
export const dateFormats = [
  null,
  '%d.%m.%Y',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%Y/%m/%d',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%Y%m%d',
] as const;

/** The format of numbers with a decimal comma, as spreadsheets of many countries write them. */
export const decimalComma = ',';

const withPoint = (text: string): string => `replace(${text}, ',', '.')`;

/** True for a text that is a number with a decimal comma, or without a fraction, and cannot be one with a decimal point. */
export const hasNumberWithComma = (text: string): string =>
  `NOT contains(${text}, '.') AND TRY_CAST(${withPoint(text)} AS DOUBLE) IS NOT NULL`;

const storageTypes: Record<DataType, string> = {
  number: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  text: 'VARCHAR',
};
export const storageTypeOf = (type: DataType): string => storageTypes[type];

const dataTypes: Record<string, DataType> = {
  DOUBLE: 'number',
  FLOAT: 'number',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  UHUGEINT: 'integer',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'datetime',
  TIMESTAMP_S: 'datetime',
  TIMESTAMP_MS: 'datetime',
  TIMESTAMP_NS: 'datetime',
  'TIMESTAMP WITH TIME ZONE': 'datetime',
};

/** The role of a DuckDB type; everything that has none (times, intervals, nested values) is text. */
export const dataTypeOf = (storageType: string): DataType =>
  dataTypes[storageType] ?? (storageType.startsWith('DECIMAL') ? 'number' : 'text');

export const isNested = (storageType: string): boolean =>
  storageType === 'JSON' || /^(STRUCT|MAP|UNION)\b|\[\d*\]$/.test(storageType);

/** Converts a text; NULL where it does not fit. Used for checking a type and, once checked, for reading with it. */
export const fromText = (type: DataType, text: string, format: string | null): string => {
  switch (type) {
    case 'number':
      return format === decimalComma
        ? `CASE WHEN ${hasNumberWithComma(text)} THEN CAST(${withPoint(text)} AS DOUBLE) END`
        : `TRY_CAST(${text} AS DOUBLE)`;
    case 'integer':
      // A cast alone would round 12.7 to 13.
      return `CASE WHEN TRY_CAST(${text} AS DOUBLE) = trunc(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS BIGINT) END`;
    case 'boolean':
      return `CASE WHEN lower(trim(${text})) IN (${literals(trueWords)}) THEN true WHEN lower(trim(${text})) IN (${literals(falseWords)}) THEN false END`;
    case 'date':
      return `TRY_CAST(${timestamp(text, format)} AS DATE)`;
    case 'datetime':
      return timestamp(text, format);
    case 'text':
      return text;
  }
};

/** With a zone the instant is kept, in UTC; without one the text is taken as UTC. */
const timestamp = (text: string, format: string | null): string =>
  format === null
    ? `TRY_CAST(TRY_CAST(${text} AS TIMESTAMPTZ) AS TIMESTAMP)`
    : `try_strptime(${text}, ${literal(format)})`;

export const withoutMissingWords = (text: string): string =>
  `CASE WHEN trim(${text}) NOT IN (${literals(missingWords)}) THEN ${text} END`;

/** A column of the file as its type says: DOUBLE (never NaN), BIGINT or HUGEINT, BOOLEAN, DATE, TIMESTAMP in UTC, or VARCHAR. */
export const columnExpression = (
  column: { name: string; type: DataType },
  reading: ColumnReading,
): string => {
  const raw = identifier(column.name);
  const { native, fromText: conversion } = reading;
  if (conversion !== null) {
    const text = isNested(native) ? `CAST(to_json(${raw}) AS VARCHAR)` : `CAST(${raw} AS VARCHAR)`;
    const present = conversion.missingWords ? withoutMissingWords(text) : text;
    const value = fromText(column.type, present, conversion.format);
    return column.type === 'number' ? `nullif(${value}, CAST('NaN' AS DOUBLE))` : value;
  }
  switch (column.type) {
    case 'number':
      return `nullif(CAST(${raw} AS DOUBLE), CAST('NaN' AS DOUBLE))`;
    case 'integer':
      return /^U?HUGEINT$|^UBIGINT$/.test(native) ? `CAST(${raw} AS HUGEINT)` : `CAST(${raw} AS BIGINT)`;
    case 'datetime':
      return `CAST(${raw} AS TIMESTAMP)`;
    case 'text':
      if (native === 'JSON') return `CAST(${raw} AS VARCHAR)`;
      return isNested(native) ? `CAST(to_json(${raw}) AS VARCHAR)` : `CAST(${raw} AS VARCHAR)`;
    default:
      return raw;
  }
};
