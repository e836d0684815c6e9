import { columnOfReference } from '../../spreadsheet/cell-reference.ts';
import { sheetLimits } from '../../spreadsheet/limits.ts';
import { WorkbookFormatError } from './workbook-format-error.ts';

/** Between two marks: a window of rows is found by reading at most this much too much. */
const rowsPerMark = 256;
const bytesPerMark = 2 ** 20;

/** Where the rows of a sheet lie in its XML. */
export interface SheetMarks {
  /** Of the last row that has one. */
  readonly rowCount: number;
  readonly columnCount: number;
  /** The part that holds the rows from number `first` on (counted from 1), `count` of them, and perhaps some more around them; `row` is its first. */
  span(first: number, count: number): { start: number; end: number; row: number };
}

/** Bytes that are searched for texts between two places; -1 where there is none. */
export interface SearchedBytes {
  readonly length: number;
  first(text: string, from: number, to: number): number;
  last(text: string, from: number, to: number): number;
  text(start: number, end: number): string;
}

/**
 * Finds the rows by their tags alone, without looking into them: quick enough for the largest sheet. `isCut`: the XML does not end where
 * the sheet ends, and its last row may be half a one. Errors: `WorkbookFormatError`.
 */
export const markRows = (xml: SearchedBytes, isCut: boolean): SheetMarks => {
  const prefix = /<([\w.-]+:)?worksheet[\s>]/.exec(xml.text(0, Math.min(xml.length, 4096)))?.[1] ?? '';
  const dataStart = xml.first(`<${prefix}sheetData`, 0, xml.length);
  if (dataStart < 0) throw new WorkbookFormatError('a sheet of it holds no rows where they should be');
  const dataEnd = xml.first(`</${prefix}sheetData>`, dataStart, xml.length);
  const end = dataEnd < 0 ? xml.length : dataEnd;
  if (dataEnd < 0 && !isCut && !/^<[\w.:-]*sheetData[^>]*\/>/.test(xml.text(dataStart, dataStart + 200)))
    throw new WorkbookFormatError('a sheet of it breaks off');

  const [rowTag, rowEnd, cellTag] = [`<${prefix}row`, `</${prefix}row>`, `<${prefix}c`];
  const marks: { position: number; row: number }[] = [];
  let columnCount = 0;
  let row = 0;
  let unmarked = rowsPerMark;
  for (let at = xml.first(rowTag, dataStart, end); at >= 0; unmarked += 1) {
    const next = xml.first(rowTag, at + rowTag.length, end);
    const stop = next < 0 ? end : next;
    // The last row of a part may be half a row.
    if (next < 0 && dataEnd < 0 && xml.first(rowEnd, at, end) < 0)
      return finished(marks, row, columnCount, at);
    row = rowNumber(xml.text(at, Math.min(stop, at + 200)), row);
    if (unmarked >= rowsPerMark || at - (marks.at(-1)?.position ?? 0) > bytesPerMark) {
      marks.push({ position: at, row });
      unmarked = 0;
    }
    columnCount = Math.max(columnCount, lastColumn(xml, at, stop, cellTag) + 1);
    at = next;
  }
  return finished(marks, row, columnCount, end);
};

const rowNumber = (tag: string, before: number): number => {
  const stated = /^<[^>]*?\sr=["'](\d{1,10})["']/.exec(tag)?.[1];
  const row = stated === undefined ? before + 1 : Number(stated);
  if (row <= before || row > sheetLimits.rows)
    throw new WorkbookFormatError('the rows of a sheet of it are out of order');
  return row;
};

/** Cells stand in the order of their columns, so the last one tells; -1 for a row without any. Those without a reference are counted. */
const lastColumn = (xml: SearchedBytes, start: number, end: number, cellTag: string): number => {
  const at = xml.last(`${cellTag} `, start, end);
  if (at >= 0) {
    const reference = /^<[^>]*?\sr=["']([A-Z]{1,3})\d/.exec(xml.text(at, Math.min(end, at + 200)))?.[1];
    const column = reference === undefined ? null : columnOfReference(reference);
    if (column !== null) return column;
  }
  let count = 0;
  for (let found = xml.first(cellTag, start, end); found >= 0; found = xml.first(cellTag, found + 1, end))
    if (/[\s>/]/.test(xml.text(found + cellTag.length, found + cellTag.length + 1))) count += 1;
  return count - 1;
};

const finished = (
  marks: readonly { position: number; row: number }[],
  rowCount: number,
  columnCount: number,
  end: number,
): SheetMarks => ({
  ...{ rowCount, columnCount },
  span(first, count) {
    const before = marks.findLastIndex(({ row }) => row <= first);
    const behind = marks.findIndex(({ row }) => row >= first + count);
    return {
      start: marks[Math.max(before, 0)]?.position ?? end,
      row: marks[Math.max(before, 0)]?.row ?? first,
      end: marks[behind]?.position ?? end,
    };
  },
});
