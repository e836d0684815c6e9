import type { Cell } from '../../../../../shared/model/dataset.ts';
import { ArrowFormatError } from '../../../../core/artifacts/arrow/arrow-format-error.ts';
import { type ArrowColumn, layoutColumns } from '../../../../core/artifacts/arrow/arrow-layout.ts';
import { dataTypeOf, fieldTypeName, unreadFields } from '../../../../core/artifacts/arrow/arrow-schema.ts';
import type { WorkContext } from '../../../../ports/data-engine.ts';
import type { ByteSource } from '../byte-source.ts';
import type { IndexedTable } from '../indexed-table.ts';
import { type BufferCache, buffersOf, createBufferCache } from './arrow-buffers.ts';
import {
  type ArrowTable,
  type BatchPlace,
  type Dictionaries,
  openArrow,
  type PlacedBatch,
  readBatchAt,
} from './open-arrow.ts';
import { type ArrowValue, type ColumnReading, type LookUp, readColumn } from './read-arrow-values.ts';

/** What is remembered of where a batch lies. */
const bytesPerBatch = 200;
/** Indices so close to each other are read with what lies between them. */
const widestGap = 4096;
/** A dictionary of dictionaries of dictionaries; a file may make a circle of them. */
const deepestDictionary = 8;

/** An Arrow table: any window of rows is read where it lies. */
export const openArrowTable = async (source: ByteSource, context: WorkContext): Promise<IndexedTable> => {
  const table = await openArrow(source, context);
  const cache = createBufferCache();
  return {
    columns: table.fields.map((field) => ({
      name: field.name,
      type: dataTypeOf(field),
      storageType: fieldTypeName(field),
    })),
    rowCount: table.rowCount,
    warnings: warningsOf(table),
    heldBytes: table.batches.length * bytesPerBatch,
    rows: async (opened, { offset, limit }) => {
      const rows: Cell[][] = [];
      const end = Math.min(offset + limit, table.rowCount);
      for (let index = batchWith(table.batches, offset); index < table.batches.length; index += 1) {
        const batch = table.batches[index]!;
        if (batch.firstRow >= end) break;
        const from = Math.max(offset, batch.firstRow) - batch.firstRow;
        const to = Math.min(end, batch.firstRow + batch.rowCount) - batch.firstRow;
        for (const row of await rowsOf(opened, table, batch, from, to, cache)) rows.push(row);
      }
      return rows;
    },
  };
};

const warningsOf = ({ fields, isCut, rowCount }: ArrowTable): string[] => {
  const unread = unreadFields(fields);
  return [
    ...(isCut ? [`The file breaks off. Its first ${rowCount} rows are there and are shown.`] : []),
    ...(unread.length === 0
      ? []
      : [
          `Not shown, because values of such types are not read: ${unread
            .slice(0, 10)
            .map((field) => `${field.name} (${fieldTypeName(field)})`)
            .join(', ')}${unread.length > 10 ? ` and ${unread.length - 10} more` : ''}.`,
        ]),
  ];
};

/** The index of the batch that holds a row. */
const batchWith = (batches: readonly BatchPlace[], row: number): number => {
  let low = 0;
  let high = batches.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (batches[middle]!.firstRow <= row) low = middle;
    else high = middle;
  }
  return low;
};

const rowsOf = async (
  source: ByteSource,
  { fields }: ArrowTable,
  { place, dictionaries }: BatchPlace,
  from: number,
  to: number,
  cache: BufferCache,
): Promise<Cell[][]> => {
  const { batch, bodyOffset } = await readBatchAt(source, place);
  const read = buffersOf(source, { bodyOffset, compression: batch.compression }, cache);
  const reading = { read, lookUp: lookUpIn(source, { fields, dictionaries, cache }, 0) };
  const columns: ArrowValue[][] = [];
  for (const column of layoutColumns(fields, batch))
    columns.push(await readColumn(column, from, to - from, reading));
  return Array.from({ length: to - from }, (_, row) => columns.map((values) => toCell(values[row] ?? null)));
};

const longestCell = 32_768;

const toCell = (value: ArrowValue): Cell => {
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
};

interface Looking {
  readonly fields: ArrowTable['fields'];
  readonly dictionaries: Dictionaries;
  readonly cache: BufferCache;
}

const lookUpIn =
  (source: ByteSource, looking: Looking, depth: number): LookUp =>
  async (id, indices) => {
    const parts = looking.dictionaries.get(id);
    const field = fieldWith(looking.fields, id);
    if (depth > deepestDictionary || parts === undefined || field === undefined)
      throw new ArrowFormatError('a dictionary of it is missing');
    const found = new Map<number, ArrowValue>();
    let firstIndex = 0;
    for (const part of parts) {
      const { rowCount } = part.batch;
      const inPart = indices
        .map((index) => index - firstIndex)
        .filter((index) => index >= 0 && index < rowCount);
      const { column, reading } = openPart(source, { ...field, dictionary: null }, part, looking, depth);
      for (const [index, value] of await readAtIndices(column, inPart, reading))
        found.set(index + firstIndex, value);
      firstIndex += rowCount;
    }
    return indices.map((index) => {
      if (!found.has(index)) throw new ArrowFormatError('a value of it is in no dictionary');
      return found.get(index) ?? null;
    });
  };

const openPart = (
  source: ByteSource,
  field: ArrowColumn['field'],
  { batch, bodyOffset }: PlacedBatch,
  looking: Looking,
  depth: number,
): { column: ArrowColumn; reading: ColumnReading } => ({
  column: layoutColumns([field], batch)[0]!,
  reading: {
    read: buffersOf(source, { bodyOffset, compression: batch.compression }, looking.cache),
    lookUp: lookUpIn(source, looking, depth + 1),
  },
});

/** The field whose dictionary has this id; fields may share one. */
const fieldWith = (fields: ArrowTable['fields'], id: number): ArrowTable['fields'][number] | undefined => {
  for (const field of fields) {
    if (field.dictionary?.id === id) return field;
    const inside = fieldWith(field.children, id);
    if (inside !== undefined) return inside;
  }
  return undefined;
};

/** Values at indices in any order, those that lie close to each other read together. */
const readAtIndices = async (
  column: ArrowColumn,
  indices: readonly number[],
  reading: ColumnReading,
): Promise<Map<number, ArrowValue>> => {
  const sorted = [...new Set(indices)].sort((a, b) => a - b);
  const found = new Map<number, ArrowValue>();
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at]!;
    let end = at + 1;
    while (end < sorted.length && sorted[end]! - first < widestGap) end += 1;
    const values = await readColumn(column, first, sorted[end - 1]! - first + 1, reading);
    for (; at < end; at += 1) found.set(sorted[at]!, values[sorted[at]! - first] ?? null);
  }
  return found;
};
