import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { Cell } from '../../../shared/model/dataset.ts';
import { guessDialect, parseRecords, type TextDialect } from '../../core/artifacts/csv-records.ts';
import type { TextTable, TextTableFile, WorkContext } from '../../ports/data-engine.ts';
import { fileFacts } from './file-facts.ts';
import { createRowMarks, type RowMarks } from './row-marks.ts';

const headBytes = 256 * 1024;
const headRecords = 100;
/** What opening a table reads; more than a screen shows, less than a person notices. */
const openingBytes = 64 * 2 ** 20;
/** A window that needs more holds a record of a size that no table has: a quote that is never closed. */
const longestWindowBytes = 64 * 2 ** 20;
const longestCell = 32_768;
const keptTables = 8;

interface OpenTable {
  readonly marks: RowMarks;
  /** null for JSON Lines. */
  readonly dialect: TextDialect | null;
  readonly columns: TextTable['columns'];
  readonly encoding: 'utf-8' | 'windows-1252';
  /** 1 where the first record names the columns. */
  readonly headerRecords: number;
}

/** Text tables that are too large to be read whole: any window of rows is read where it stands in the file, as the texts that stand there. */
export const createTextTables = () => {
  const tables = new Map<string, Promise<OpenTable>>();

  const tableOf = async (file: TextTableFile): Promise<OpenTable> => {
    const { sizeBytes, modifiedAtMs } = await fileFacts(file.path);
    const key = JSON.stringify([file.path, file.format, sizeBytes, modifiedAtMs]);
    const table = tables.get(key) ?? openTable(file, sizeBytes);
    tables.delete(key);
    tables.set(key, table);
    table.catch(() => tables.delete(key));
    const [oldest] = tables.keys();
    if (tables.size > keptTables && oldest !== undefined) tables.delete(oldest);
    return table;
  };

  const rowsKnown = ({ marks, headerRecords }: OpenTable): number =>
    Math.max(0, marks.recordCount - headerRecords);

  return {
    async open(file: TextTableFile, context: WorkContext): Promise<TextTable> {
      const table = await tableOf(file);
      await table.marks.advance({ bytes: openingBytes }, context);
      return { columns: table.columns, rowCount: rowsKnown(table), isCounted: table.marks.isComplete };
    },

    async countRows(file: TextTableFile, context: WorkContext): Promise<number> {
      const table = await tableOf(file);
      await table.marks.advance({ records: Number.POSITIVE_INFINITY }, context);
      return rowsKnown(table);
    },

    async rows(
      { path, format, offset, limit }: TextTableFile & { offset: number; limit: number },
      context: WorkContext,
    ): Promise<Cell[][]> {
      const table = await tableOf({ path, format });
      const first = offset + table.headerRecords;
      await table.marks.advance({ records: first + limit }, context);
      const count = Math.min(limit, table.marks.recordCount - first);
      if (count <= 0) return [];
      const { start, end, skipped } = table.marks.span(first, count);
      if (end - start > longestWindowBytes) throw endlessRecord(path, offset);
      const text = new TextDecoder(table.encoding).decode(await readSpan(path, start, end));
      const records = recordsOf(text, table).slice(skipped, skipped + count);
      return records.map((record) => table.columns.map((_, index) => shortened(record[index] ?? null)));
    },
  };
};

const openTable = async ({ path, format }: TextTableFile, sizeBytes: number): Promise<OpenTable> => {
  const head = await readSpan(path, 0, Math.min(sizeBytes, headBytes));
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw new EngineError(
      'data-malformed',
      `${basename(path)} is written in UTF-16, and too large to be shown so. Save it as UTF-8.`,
      { details: { path } },
    );
  // Where the head was cut a character may be cut too; a line never is.
  const whole = head.subarray(0, head.length < sizeBytes ? head.lastIndexOf(10) + 1 : head.length);
  const encoding = isUtf8(whole) ? 'utf-8' : 'windows-1252';
  const text = new TextDecoder(encoding).decode(whole.length === 0 ? head : whole);
  if (format === 'jsonl') {
    const columns = columnsOfObjects(text);
    return {
      marks: createRowMarks(path, sizeBytes, null),
      dialect: null,
      columns,
      encoding,
      headerRecords: 0,
    };
  }
  const dialect = guessDialect(text, format === 'tsv' ? '\t' : null);
  const records = parseRecords(text, dialect.delimiter).slice(0, headRecords);
  return {
    marks: createRowMarks(path, sizeBytes, dialect.delimiter.charCodeAt(0)),
    ...{ dialect, encoding },
    columns: columnsOfRecords(records, dialect.hasHeader),
    headerRecords: dialect.hasHeader ? 1 : 0,
  };
};

const looksLikeNumber = (text: string): boolean => text.trim() !== '' && !Number.isNaN(Number(text));

const columnsOfRecords = (records: readonly string[][], hasHeader: boolean): TextTable['columns'] => {
  const width = Math.max(0, ...records.map((record) => record.length));
  const body = hasHeader ? records.slice(1) : records;
  const names = uniqueNames(
    Array.from({ length: width }, (_, index) => (hasHeader ? (records[0]?.[index] ?? '') : '')),
  );
  return names.map((name, index) => {
    const texts = body.map((record) => record[index] ?? '').filter((text) => text !== '');
    return { name, type: texts.length > 0 && texts.every(looksLikeNumber) ? 'number' : 'text' };
  });
};

const uniqueNames = (texts: readonly string[]): string[] => {
  const taken = new Set<string>();
  return texts.map((text, index) => {
    const wanted = text.trim() === '' ? `column${index}` : text.trim();
    let name = wanted;
    for (let suffix = 1; taken.has(name); suffix += 1) name = `${wanted}_${suffix}`;
    taken.add(name);
    return name;
  });
};

const objectOf = (line: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : { value };
  } catch {
    return { value: line };
  }
};

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

const columnsOfObjects = (text: string): TextTable['columns'] => {
  const objects = linesOf(text).slice(0, headRecords).map(objectOf);
  const names = [...new Set(objects.flatMap(Object.keys))];
  return names.map((name) => {
    const values = objects.map((object) => object[name] ?? null).filter((value) => value !== null);
    const isNumeric = values.length > 0 && values.every((value) => typeof value === 'number');
    return { name, type: isNumeric ? 'number' : 'text' };
  });
};

const recordsOf = (text: string, { dialect, columns }: OpenTable): (string | null)[][] =>
  dialect === null
    ? linesOf(text).map((line) => {
        const object = objectOf(line);
        return columns.map(({ name }) => textOf(Object.hasOwn(object, name) ? object[name] : null));
      })
    : parseRecords(text, dialect.delimiter);

const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const shortened = (text: string | null): string | null =>
  text !== null && text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;

const readSpan = async (path: string, start: number, end: number): Promise<Buffer> => {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const endlessRecord = (path: string, row: number): EngineError =>
  new EngineError(
    'data-malformed',
    `${basename(path)} has a row of more than ${longestWindowBytes / 2 ** 20} MiB behind row ${row}: probably a quote that is never closed.`,
    { details: { path, row } },
  );
