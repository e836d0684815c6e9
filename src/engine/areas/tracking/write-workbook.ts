import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { EngineError } from '../../../shared/errors.ts';
import { countOf } from '../../../shared/model/format.ts';
import { columnLetters } from '../../core/spreadsheet/cell-reference.ts';
import { sheetLimits } from '../../core/spreadsheet/limits.ts';
import { sheetNumber } from '../../core/spreadsheet/sheet-number.ts';
import {
  rangeOf,
  type SheetCell,
  type SheetTally,
  sheetBeginning,
  sheetEnd,
  sheetProblem,
  sheetRow,
} from '../../core/spreadsheet/sheet-xml.ts';
import { sheetPart, workbookParts } from '../../core/spreadsheet/workbook-parts.ts';
import type { CallContext } from '../../ports/call.ts';
import type { TableCell, TableColumn } from './table-cells.ts';
import { pagesOf, type TableToWrite } from './table-pages.ts';

/**
 * Writes an Excel workbook of one sheet, as a stream. Answers in sentences what it does not hold as it is. Errors: `invalid-input` for
 * more rows or columns than a sheet has, `cancelled`.
 */
export const writeWorkbook = async (
  path: string,
  table: TableToWrite,
  context: CallContext,
): Promise<string[]> => {
  const { columns, rowCount } = table;
  const size = { rows: rowCount, columns: columns.length };
  const problem = sheetProblem(size);
  if (problem !== null) throw new EngineError('invalid-input', problem);
  const tally: SheetTally = { cut: 0, escaped: 0 };
  const zip = new ZipFile();
  const range = rangeOf(size);
  const sheet = Readable.from(sheetTexts(table, { range, context, tally }), { objectMode: false });
  // What goes wrong in a part is no error of the archive by itself.
  sheet.on('error', (error) => (zip.outputStream as Readable).destroy(error));
  for (const { path: part, xml } of workbookParts({ sheetName: 'Runs', range }))
    zip.addBuffer(Buffer.from(xml), part);
  zip.addReadStream(sheet, sheetPart);
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(path));
  } finally {
    sheet.destroy();
  }
  return notesOf(tally);
};

async function* sheetTexts(
  table: TableToWrite,
  { range, context, tally }: { range: string; context: CallContext; tally: SheetTally },
): AsyncGenerator<string> {
  const { columns } = table;
  const letters = columns.map((_, index) => columnLetters(index));
  yield sheetBeginning(
    columns.map((column) => ({ name: column.name, width: widthOf(column) })),
    range,
    tally,
  );
  for await (const { from, rows } of pagesOf(table, context))
    yield rows
      .map((cells, index) =>
        sheetRow(
          // Below the header, and rows of a sheet count from 1.
          from + index + 2,
          letters,
          cells.map((cell, place) => sheetCell(cell, columns[place])),
          tally,
        ),
      )
      .join('');
  yield sheetEnd(range);
}

const sheetCell = (cell: TableCell, column: TableColumn | undefined): SheetCell => {
  if (typeof cell !== 'string') return cell;
  if (column?.type === 'datetime') return { atMs: Date.parse(cell) };
  return column?.saysNumbers === true ? (sheetNumber(cell) ?? cell) : cell;
};

/** Wide enough for what mostly stands there; nobody wants a column as wide as its longest text. */
const widthOf = ({ name, type }: TableColumn): number => {
  if (name === 'run_id') return 34;
  if (type === 'datetime') return 28;
  return Math.min(40, Math.max(12, name.length + 4));
};

const notesOf = ({ cut, escaped }: SheetTally): string[] => [
  ...(cut === 0
    ? []
    : [
        `${countOf(cut, 'text')} longer than the ${sheetLimits.characters} characters of a cell ${cut === 1 ? 'is' : 'are'} cut; CSV, JSON Lines and Parquet hold all of them.`,
      ]),
  ...(escaped === 0
    ? []
    : [
        `${countOf(escaped, 'text')} with characters that the file format has no place for ${escaped === 1 ? 'has' : 'have'} them as _xHHHH_, which Excel shows as they were.`,
      ]),
];
