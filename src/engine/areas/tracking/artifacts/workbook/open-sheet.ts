import { EngineError } from '../../../../../shared/errors.ts';
import type { Cell, DataType } from '../../../../../shared/model/dataset.ts';
import {
  markRows,
  type SearchedBytes,
  type SheetMarks,
} from '../../../../core/artifacts/spreadsheet/sheet-marks.ts';
import { readRows, type SheetContext } from '../../../../core/artifacts/spreadsheet/sheet-rows.ts';
import type { ZipEntry } from '../../../../core/artifacts/zip-directory.ts';
import { columnLetters } from '../../../../core/spreadsheet/cell-reference.ts';
import type { WorkContext } from '../../../../ports/data-engine.ts';
import type { ByteSource } from '../byte-source.ts';
import type { IndexedTable } from '../indexed-table.ts';
import { unpackedParts } from '../zip-entries.ts';
import { openWorkbook } from './open-workbook.ts';
import { readTexts } from './shared-texts.ts';

/** A sheet is unpacked into memory; of a larger one its beginning is shown. */
const mostBytes = 256 * 2 ** 20;
/** A sheet may have a cell in its last column, and nothing in the thousands before it. */
const mostColumns = 1000;
/** Rows by which columns are told: their names and what is in them. */
const sampledRows = 100;

/** A sheet of a workbook as a table. Errors: `not-found`, `WorkbookFormatError`, `ZipFormatError`. */
export const openSheetTable = async (
  source: ByteSource,
  sheet: string | null,
  context: WorkContext,
): Promise<IndexedTable> => {
  const workbook = await openWorkbook(source);
  const name = sheet ?? workbook.sheets.find(({ refusal }) => refusal === null)?.name ?? '';
  const entry = workbook.entryOf(name);
  if (entry === undefined) {
    const known = workbook.sheets.find((one) => one.name === name);
    throw new EngineError(
      'not-found',
      known?.refusal ??
        `There is no sheet “${name}” in the workbook. It has: ${workbook.sheets.map((one) => one.name).join(', ')}.`,
    );
  }
  const { texts, isCut: areTextsCut, heldBytes } = await readTexts(source, workbook.texts, context);
  const { xml, isCut } = await readSheet(source, entry, context);
  const searched = searchedBytes(xml);
  const marks = markRows(searched, isCut);
  const columnCount = Math.min(marks.columnCount, mostColumns);
  const { is1904, meanings } = workbook;
  const read = (first: number, count: number) =>
    cellsOf(searched, marks, { texts, meanings, is1904 }, { first, count, columnCount });

  const sample = read(1, sampledRows + 1);
  const hasHeader = namesColumns(sample[0] ?? [], marks.rowCount);
  const headerRows = hasHeader ? 1 : 0;
  return {
    columns: columnsOf(sample, columnCount, hasHeader),
    rowCount: Math.max(0, marks.rowCount - headerRows),
    warnings: warningsOf({ isCut, areTextsCut, marks }),
    heldBytes: xml.length + heldBytes,
    rows: async (_source, { offset, limit }) => {
      const first = offset + headerRows + 1;
      return read(first, Math.max(0, Math.min(limit, marks.rowCount - first + 1)));
    },
  };
};

const readSheet = async (
  source: ByteSource,
  entry: ZipEntry,
  { signal, progress }: WorkContext,
): Promise<{ xml: Buffer; isCut: boolean }> => {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of unpackedParts(source, entry)) {
    parts.push(part);
    sizeBytes += part.length;
    signal?.throwIfAborted();
    progress?.({
      phase: 'Reading the sheet',
      completed: sizeBytes,
      total: Math.max(sizeBytes, Math.min(entry.sizeBytes, mostBytes)),
    });
    if (sizeBytes > mostBytes) return { xml: Buffer.concat(parts), isCut: true };
  }
  return { xml: Buffer.concat(parts), isCut: false };
};

const searchedBytes = (xml: Buffer): SearchedBytes => ({
  length: xml.length,
  first: (text, from, to) => {
    const found = xml.subarray(from, to).indexOf(text);
    return found < 0 ? -1 : from + found;
  },
  last: (text, from, to) => {
    const found = xml.subarray(from, to).lastIndexOf(text);
    return found < 0 ? -1 : from + found;
  },
  text: (start, end) => xml.toString('utf8', start, end),
});

/** Rows by their number, those that have no cells too. */
const cellsOf = (
  xml: SearchedBytes,
  marks: SheetMarks,
  context: SheetContext,
  { first, count, columnCount }: { first: number; count: number; columnCount: number },
): Cell[][] => {
  const rows = Array.from({ length: Math.max(0, count) }, () => new Array<Cell>(columnCount).fill(null));
  const { start, end, row } = marks.span(first, count);
  let number = row - 1;
  for (const { number: stated, cells } of readRows(xml.text(start, end), context)) {
    number = stated ?? number + 1;
    const shown = rows[number - first];
    if (shown === undefined) continue;
    for (const { column, value } of cells) if (column < shown.length) shown[column] = value;
  }
  return rows;
};

/** A first row that is nothing but different words, with rows below it, names the columns. */
const namesColumns = (first: readonly Cell[], rowCount: number): boolean =>
  rowCount > 1 &&
  first.length > 0 &&
  first.every((cell) => typeof cell === 'string' && cell.trim() !== '') &&
  new Set(first).size === first.length;

const columnsOf = (
  sample: readonly Cell[][],
  columnCount: number,
  hasHeader: boolean,
): IndexedTable['columns'] => {
  const body = hasHeader ? sample.slice(1) : sample;
  return Array.from({ length: columnCount }, (_, column) => ({
    name: hasHeader ? String(sample[0]?.[column]) : columnLetters(column),
    type: typeOf(body.map((row) => row[column] ?? null)),
    storageType: `column ${columnLetters(column)}`,
  }));
};

/** As cells of days and times are shown. */
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const momentPattern = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?$/;

const typeOf = (cells: readonly Cell[]): DataType => {
  const found = cells.filter((cell) => cell !== null);
  const all = (type: string) => found.length > 0 && found.every((cell) => typeof cell === type);
  if (all('number')) return 'number';
  if (all('boolean')) return 'boolean';
  const texts = found.map(String);
  if (texts.length === 0 || !texts.every((text) => momentPattern.test(text))) return 'text';
  return texts.every((text) => dayPattern.test(text)) ? 'date' : 'datetime';
};

const warningsOf = ({
  isCut,
  areTextsCut,
  marks: { rowCount, columnCount },
}: {
  isCut: boolean;
  areTextsCut: boolean;
  marks: SheetMarks;
}): string[] => [
  ...(isCut ? [`The sheet is larger than 256 MiB unpacked. Its first ${rowCount} rows are shown.`] : []),
  ...(columnCount > mostColumns
    ? [`The sheet has ${columnCount} columns. The first ${mostColumns} are shown.`]
    : []),
  ...(areTextsCut
    ? ['The workbook has more than 128 MiB of texts. Cells with texts beyond are empty here.']
    : []),
];
