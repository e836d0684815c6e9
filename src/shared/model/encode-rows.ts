import { closestName } from '../closest-name.ts';
import type { ColumnType, Signature, SignatureInput } from './signature.ts';

/** One column of rows as a model takes it: numbers with NaN for missing, or texts with '' for missing; one a row. */
export interface EncodedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: Float32Array | string[];
}

export interface EncodedRows {
  readonly rowCount: number;
  readonly columns: readonly EncodedColumn[];
}

export type RowProblem = 'unknown-column' | 'missing-column' | 'wrong-type' | 'wrong-shape' | 'not-finite';

/** What is wrong with a row that was to be predicted, and where. Rows count from 0. */
export class RowError extends Error {
  override readonly name = 'RowError';
  readonly problem: RowProblem;
  readonly at: {
    readonly row?: number;
    readonly column?: string;
    readonly expected?: string;
    readonly got?: string;
  };

  constructor(problem: RowProblem, message: string, at: RowError['at']) {
    super(message);
    this.problem = problem;
    this.at = at;
  }
}

/**
 * Encodes records, objects with one value a column. Every column must be there; null stands for a missing value.
 * Throws RowError.
 */
export function encodeRecords(signature: Signature, records: readonly unknown[]): EncodedRows {
  const { inputs } = signature;
  const columns = emptyColumns(inputs, records.length);
  for (let row = 0; row < records.length; row += 1) {
    const record = records[row];
    if (!isRecord(record)) throw notAnObject(row, record);
    for (let index = 0; index < inputs.length; index += 1) {
      const input = inputs[index]!;
      const value = record[input.name];
      if (value === undefined || !Object.hasOwn(record, input.name))
        throw missingColumn(signature, row, record);
      store(columns[index]!, input, row, value);
    }
    if (Object.keys(record).length !== inputs.length) throw unknownColumn(signature, row, record);
  }
  return { rowCount: records.length, columns };
}

/** Encodes rows that are arrays of values in the signature's order; null stands for a missing value. Throws RowError. */
export function encodeFeatureRows(signature: Signature, rows: readonly unknown[]): EncodedRows {
  const { inputs } = signature;
  const columns = emptyColumns(inputs, rows.length);
  for (let row = 0; row < rows.length; row += 1) {
    const values = rows[row];
    if (!Array.isArray(values)) throw notAnArray(row, values);
    if (values.length !== inputs.length) throw wrongLength(signature, row, values.length);
    for (let index = 0; index < inputs.length; index += 1) {
      store(columns[index]!, inputs[index]!, row, values[index]);
    }
  }
  return { rowCount: rows.length, columns };
}

/** Days since 1970-01-01 UTC of an ISO 8601 date or time; a time without a zone is UTC. NaN when it is none. */
export function daysSince1970(text: string): number {
  const match = isoDateTime.exec(text);
  if (match === null) return Number.NaN;
  const [, date, time, zone] = match;
  return Date.parse(`${date}T${time ?? '00:00'}${zone ?? 'Z'}`) / millisecondsPerDay;
}

/** A value as an error message quotes it: short, and never mistaken for another type. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `text ${JSON.stringify(shorten(value))}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  return `${typeof value} ${String(value)}`;
}

/** What a column takes in JSON, in words. */
export const expectedValue: Readonly<Record<ColumnType, string>> = {
  number: 'a number or null',
  boolean: 'true, false, 0, 1 or null',
  datetime: 'an ISO 8601 date or time such as "2024-05-31T12:00:00Z", or null',
  string: 'text or null',
};

const millisecondsPerDay = 86_400_000;
const isoDateTime =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const emptyColumns = (inputs: readonly SignatureInput[], rowCount: number): EncodedColumn[] =>
  inputs.map(({ name, type }) => ({
    name,
    type,
    values: type === 'string' ? new Array<string>(rowCount) : new Float32Array(rowCount),
  }));

function store(column: EncodedColumn, input: SignatureInput, row: number, value: unknown): void {
  if (input.type === 'string') (column.values as string[])[row] = textOf(input, row, value);
  else (column.values as Float32Array)[row] = numberOf(input, row, value);
}

function textOf(input: SignatureInput, row: number, value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  throw wrongType(input, row, value);
}

function numberOf(input: SignatureInput, row: number, value: unknown): number {
  if (value === null) return Number.NaN;
  if (input.type === 'datetime') return dateOf(input, row, value);
  if (input.type === 'boolean') {
    if (value === true || value === 1) return 1;
    if (value === false || value === 0) return 0;
    throw wrongType(input, row, value);
  }
  if (typeof value !== 'number') throw wrongType(input, row, value);
  if (!Number.isFinite(Math.fround(value))) throw notFinite(input, row, value);
  return value;
}

function dateOf(input: SignatureInput, row: number, value: unknown): number {
  const days = typeof value === 'string' ? daysSince1970(value) : Number.NaN;
  if (Number.isNaN(days)) throw wrongType(input, row, value);
  return days;
}

function wrongType(input: SignatureInput, row: number, value: unknown): RowError {
  const expected = expectedValue[input.type];
  const got = describeValue(value);
  return new RowError('wrong-type', `Column "${input.name}", row ${row}: expected ${expected}, got ${got}.`, {
    row,
    column: input.name,
    expected,
    got,
  });
}

function notFinite(input: SignatureInput, row: number, value: number): RowError {
  const expected = 'a finite number within the range of a 32-bit float';
  const got = Number.isFinite(value) ? String(value) : 'a number too large for any float';
  return new RowError('not-finite', `Column "${input.name}", row ${row}: expected ${expected}, got ${got}.`, {
    row,
    column: input.name,
    expected,
    got,
  });
}

function notAnObject(row: number, value: unknown): RowError {
  const expected = 'an object with one value a column';
  const got = describeValue(value);
  return new RowError('wrong-shape', `Row ${row}: expected ${expected}, got ${got}.`, { row, expected, got });
}

function notAnArray(row: number, value: unknown): RowError {
  const expected = 'an array with one value a column';
  const got = describeValue(value);
  return new RowError('wrong-shape', `Row ${row}: expected ${expected}, got ${got}.`, { row, expected, got });
}

function wrongLength({ inputs }: Signature, row: number, length: number): RowError {
  const expected = `${inputs.length} values (${nameList(inputs.map(({ name }) => name))})`;
  const got = `${length} values`;
  return new RowError('wrong-shape', `Row ${row}: expected ${expected}, got ${got}.`, { row, expected, got });
}

/** A misspelt column is both unknown and missing; the unknown name is what the sender can see in the request. */
function missingColumn(signature: Signature, row: number, record: Record<string, unknown>): RowError {
  const unknown = unknownName(signature, record);
  if (unknown !== undefined) return unknownColumn(signature, row, record);
  const absent = signature.inputs.find(({ name }) => !Object.hasOwn(record, name))!;
  const expected = expectedValue[absent.type];
  return new RowError(
    'missing-column',
    `Column "${absent.name}" is missing in row ${row}: expected ${expected}. Send null for a missing value.`,
    { row, column: absent.name, expected, got: 'nothing' },
  );
}

function unknownColumn(signature: Signature, row: number, record: Record<string, unknown>): RowError {
  const column = unknownName(signature, record)!;
  const names = signature.inputs.map(({ name }) => name);
  const closest = closestName(column, names);
  return new RowError(
    'unknown-column',
    `The model has no column "${shorten(column)}" (row ${row}). ${explainUnknown(signature, column, closest)}`,
    { row, column, expected: closest ?? nameList(names), got: shorten(column) },
  );
}

function explainUnknown({ target, inputs }: Signature, column: string, closest: string | undefined): string {
  if (column === target) return 'It is what the model predicts; leave it out.';
  if (closest !== undefined) return `Did you mean "${closest}"?`;
  return `Its columns are ${nameList(inputs.map(({ name }) => name))}.`;
}

const unknownName = ({ inputs }: Signature, record: Record<string, unknown>): string | undefined =>
  Object.keys(record).find((key) => !inputs.some(({ name }) => name === key));

const nameList = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;
