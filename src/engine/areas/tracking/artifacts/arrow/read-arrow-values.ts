import type { Cell } from '../../../../../shared/model/dataset.ts';
import { ArrowFormatError } from '../../../../core/artifacts/arrow/arrow-format-error.ts';
import type { ArrowColumn } from '../../../../core/artifacts/arrow/arrow-layout.ts';
import { bytesText } from '../../../../core/artifacts/arrow/arrow-text.ts';
import type { ArrowType } from '../../../../core/artifacts/arrow/arrow-types.ts';
import { fixedReader } from '../../../../core/artifacts/arrow/fixed-width.ts';
import { viewOf } from '../read-array.ts';
import type { ReadBuffer } from './arrow-buffers.ts';

/** A value as JSON holds it; lists and records are what they are. */
export type ArrowValue = Cell | ArrowValue[] | { [name: string]: ArrowValue };

/** Values of a dictionary at these indices. */
export type LookUp = (id: number, indices: readonly number[]) => Promise<ArrowValue[]>;

export interface ColumnReading {
  readonly read: ReadBuffer;
  readonly lookUp: LookUp;
}

/** Texts together up to here are read in one piece. */
const widestTexts = 8 * 2 ** 20;
/** Of a longer text its beginning is shown. */
const longestText = 32_768;
/** Values that lie in lists, of all rows of a window together. */
const mostListed = 100_000;
const cutMark = '…';

/** Values `start` to `start + count` of a column; null for those that are missing, or of a type that is not read. */
export const readColumn = async (
  column: ArrowColumn,
  start: number,
  count: number,
  reading: ColumnReading,
): Promise<ArrowValue[]> => {
  if (count === 0) return [];
  if (start + count > column.length)
    throw new ArrowFormatError('a column of it has fewer values than its rows');
  const isThere = await presence(column, start, count, reading.read);
  const values = await valuesOf(column, start, count, reading, isThere);
  return values.map((value, index) => (isThere(index) ? value : null));
};

type IsThere = (index: number) => boolean;

const presence = async (
  { validity }: ArrowColumn,
  start: number,
  count: number,
  read: ReadBuffer,
): Promise<IsThere> => {
  if (validity === null) return () => true;
  return readBits(validity, start, count, read);
};

const readBits = async (
  buffer: Parameters<ReadBuffer>[0],
  start: number,
  count: number,
  read: ReadBuffer,
): Promise<IsThere> => {
  const firstByte = Math.floor(start / 8);
  const bytes = await read(buffer, firstByte, Math.ceil((start + count) / 8) - firstByte);
  const shift = start - firstByte * 8;
  return (index) => ((bytes[(index + shift) >> 3]! >> ((index + shift) & 7)) & 1) === 1;
};

const valuesOf = async (
  column: ArrowColumn,
  start: number,
  count: number,
  reading: ColumnReading,
  isThere: IsThere,
): Promise<ArrowValue[]> => {
  const { type, field } = column;
  if (field.dictionary !== null)
    return valuesOfDictionary(column, field.dictionary.id, start, count, reading, isThere);
  switch (type.kind) {
    case 'null':
    case 'unread':
      return new Array<null>(count).fill(null);
    case 'bool': {
      const bits = await readBits(column.buffers[0]!, start, count, reading.read);
      return Array.from({ length: count }, (_, index) => bits(index));
    }
    case 'utf8':
    case 'large-utf8':
    case 'binary':
    case 'large-binary':
      return valuesWithOffsets(column, start, count, reading.read);
    case 'utf8-view':
    case 'binary-view':
      return valuesOfViews(column, start, count, reading.read, isThere);
    case 'list':
    case 'large-list':
    case 'map':
      return valuesOfLists(column, start, count, reading);
    case 'fixed-list': {
      const { size } = type;
      const ranges = Array.from({ length: count }, (_, index) => ({
        start: (start + index) * size,
        length: size,
      }));
      return valuesInRanges(column.children[0], ranges, reading);
    }
    case 'struct':
      return valuesOfStructs(column, start, count, reading);
    default:
      return valuesOfWidth(column, start, count, reading.read);
  }
};

const valuesOfWidth = async (
  { type, buffers }: ArrowColumn,
  start: number,
  count: number,
  read: ReadBuffer,
): Promise<ArrowValue[]> => {
  const reader = fixedReader(type);
  if (reader === null) return new Array<null>(count).fill(null);
  const view = viewOf(await read(buffers[0]!, start * reader.bytes, count * reader.bytes));
  return Array.from({ length: count }, (_, index) => reader.value(view, index * reader.bytes));
};

interface Range {
  readonly start: number;
  readonly length: number;
}

/** Where each of the values begins and ends, in what their offsets count. */
const rangesOf = async (
  { type, buffers }: ArrowColumn,
  start: number,
  count: number,
  read: ReadBuffer,
): Promise<Range[]> => {
  const isLarge = type.kind.startsWith('large-');
  const width = isLarge ? 8 : 4;
  const view = viewOf(await read(buffers[0]!, start * width, (count + 1) * width));
  const offsetAt = (index: number): number =>
    isLarge ? Number(view.getBigInt64(index * 8, true)) : view.getInt32(index * 4, true);
  return Array.from({ length: count }, (_, index) => {
    const range = { start: offsetAt(index), length: offsetAt(index + 1) - offsetAt(index) };
    if (range.start < 0 || range.length < 0 || !Number.isSafeInteger(range.start + range.length))
      throw new ArrowFormatError('the values of a column of it are out of order');
    return range;
  });
};

const valuesWithOffsets = async (
  column: ArrowColumn,
  start: number,
  count: number,
  read: ReadBuffer,
): Promise<ArrowValue[]> => {
  const ranges = await rangesOf(column, start, count, read);
  const shown = valueOfBytes(column.type);
  const data = column.buffers[1]!;
  const first = ranges[0]!.start;
  const last = ranges.at(-1)!;
  const span = last.start + last.length - first;
  if (span <= widestTexts) {
    const bytes = await read(data, first, span);
    return ranges.map(({ start: at, length }) =>
      shown(bytes.subarray(at - first, at - first + length), length),
    );
  }
  const values: ArrowValue[] = [];
  for (const { start: at, length } of ranges)
    values.push(shown(await read(data, at, Math.min(length, longestText * 4)), length));
  return values;
};

const utf8 = new TextDecoder('utf-8');

/** `bytes` may be the beginning of a value of `length`. */
const valueOfBytes = ({ kind }: ArrowType): ((bytes: Uint8Array, length: number) => Cell) => {
  if (kind.includes('binary')) return bytesText;
  return (bytes, length) => {
    const text = utf8.decode(
      bytes.length < length || bytes.length > longestText * 4 ? bytes.subarray(0, longestText * 4) : bytes,
    );
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  };
};

/** 16 bytes each: a length, and up to 12 bytes of the value itself, or in which buffer it lies. */
const valuesOfViews = async (
  { type, buffers }: ArrowColumn,
  start: number,
  count: number,
  read: ReadBuffer,
  isThere: IsThere,
): Promise<ArrowValue[]> => {
  const bytes = await read(buffers[0]!, start * 16, count * 16);
  const view = viewOf(bytes);
  const shown = valueOfBytes(type);
  const values: ArrowValue[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = index * 16;
    const length = view.getInt32(at, true);
    if (!isThere(index)) values.push(null);
    else if (length < 0) throw new ArrowFormatError('a text of it has a negative length');
    else if (length <= 12) values.push(shown(bytes.subarray(at + 4, at + 4 + length), length));
    else {
      const buffer = buffers[1 + view.getInt32(at + 8, true)];
      if (buffer === undefined) throw new ArrowFormatError('a text of it lies nowhere');
      values.push(
        shown(await read(buffer, view.getInt32(at + 12, true), Math.min(length, longestText * 4)), length),
      );
    }
  }
  return values;
};

const valuesOfLists = async (
  column: ArrowColumn,
  start: number,
  count: number,
  reading: ColumnReading,
): Promise<ArrowValue[]> => {
  const ranges = await rangesOf(column, start, count, reading.read);
  const lists = await valuesInRanges(column.children[0], ranges, reading);
  return column.type.kind === 'map' ? lists.map(asRecord) : lists;
};

/** Lists of the child’s values. When all of them are too many, each is cut, so that no window grows beyond bounds. */
const valuesInRanges = async (
  child: ArrowColumn | undefined,
  ranges: readonly Range[],
  reading: ColumnReading,
): Promise<ArrowValue[][]> => {
  if (child === undefined) throw new ArrowFormatError('a column of lists has nothing in its lists');
  const first = ranges[0]!.start;
  const last = ranges.at(-1)!;
  const span = last.start + last.length - first;
  if (span <= mostListed) {
    const values = await readColumn(child, first, span, reading);
    return ranges.map(({ start, length }) => values.slice(start - first, start - first + length));
  }
  const longest = Math.max(1, Math.floor(mostListed / ranges.length));
  const lists: ArrowValue[][] = [];
  for (const { start, length } of ranges) {
    const values = await readColumn(child, start, Math.min(length, longest), reading);
    lists.push(length > longest ? [...values, cutMark] : values);
  }
  return lists;
};

/** A map is a list of records with a key and a value; with keys that are texts it is a record. */
const asRecord = (list: ArrowValue): ArrowValue => {
  if (!Array.isArray(list)) return list;
  const pairs = list.map((item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.values(item) : [],
  );
  return pairs.every(([key]) => typeof key === 'string')
    ? Object.fromEntries(pairs.map(([key, value]) => [String(key), value ?? null]))
    : list;
};

const valuesOfStructs = async (
  { field, children }: ArrowColumn,
  start: number,
  count: number,
  reading: ColumnReading,
): Promise<ArrowValue[]> => {
  const columns: ArrowValue[][] = [];
  for (const child of children) columns.push(await readColumn(child, start, count, reading));
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries(field.children.map(({ name }, place) => [name, columns[place]![index] ?? null])),
  );
};

const valuesOfDictionary = async (
  column: ArrowColumn,
  id: number,
  start: number,
  count: number,
  { read, lookUp }: ColumnReading,
  isThere: IsThere,
): Promise<ArrowValue[]> => {
  const indices = (await valuesOfWidth(column, start, count, read)).map(Number);
  const wanted = [...new Set(indices.filter((_, index) => isThere(index)))];
  const found = await lookUp(id, wanted);
  const byIndex = new Map(wanted.map((index, place) => [index, found[place] ?? null]));
  return indices.map((index) => byIndex.get(index) ?? null);
};
