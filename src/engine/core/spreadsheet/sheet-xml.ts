import { formatMoment } from '../../../shared/model/format.ts';
import { columnLetters } from './cell-reference.ts';
import { sheetLimits } from './limits.ts';
import { sheetText } from './sheet-text.ts';
import { cellStyles } from './workbook-parts.ts';

/** Moments are milliseconds since 1970-01-01 UTC. A number may be NaN or infinite, and is a text then, as pandas reads it. */
export type SheetCell = string | number | { readonly atMs: number } | null;

export interface SheetColumn {
  readonly name: string;
  /** In characters. */
  readonly width: number;
}

/** What became of texts on the way into a sheet. */
export interface SheetTally {
  cut: number;
  escaped: number;
}

/** Why a table does not fit into a sheet, and what to do; null where it does. */
export function sheetProblem({ rows, columns }: { rows: number; columns: number }): string | null {
  const mostRows = sheetLimits.rows - 1;
  if (rows > mostRows)
    return `${rows} rows are more than a sheet of Excel holds (${mostRows} below its header). Save fewer, or save CSV, JSON Lines or Parquet.`;
  if (columns > sheetLimits.columns)
    return `${columns} columns are more than a sheet of Excel holds (${sheetLimits.columns}). Save fewer, or save CSV, JSON Lines or Parquet.`;
  return null;
}

/** The cells of a table with its header, as `A1:C10`. */
export const rangeOf = ({ rows, columns }: { rows: number; columns: number }): string =>
  `A1:${columnLetters(columns - 1)}${rows + 1}`;

/** Everything before the first row of values: the header stays in sight, and each column can be filtered. */
export function sheetBeginning(columns: readonly SheetColumn[], range: string, tally: SheetTally): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<dimension ref="${range}"/>`,
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">',
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>',
    `<cols>${widths.join('')}</cols><sheetData>`,
    `<row r="1">${columns
      .map(({ name }, index) => textCell(`${columnLetters(index)}1`, name, cellStyles.header, tally))
      .join('')}</row>`,
  ].join('');
}

export const sheetEnd = (range: string): string => `</sheetData><autoFilter ref="${range}"/></worksheet>`;

/** Excel counts days from the last of December 1899. */
const daysBefore1970 = 25_569;
const millisecondsPerDay = 86_400_000;
/** 1900-03-01; before it Excel counts a day that never was. */
const firstDay = 61;
/** 10000-01-01, the first day that has none any more. */
const dayAfterLast = 2_958_466;

/** Row `row` of the sheet, whose header is 1. `letters`: of each column. */
export function sheetRow(
  row: number,
  letters: readonly string[],
  cells: readonly SheetCell[],
  tally: SheetTally,
): string {
  return `<row r="${row}">${cells
    .map((cell, index) => (cell === null ? '' : cellXml(`${letters[index]}${row}`, cell, tally)))
    .join('')}</row>`;
}

function cellXml(at: string, cell: NonNullable<SheetCell>, tally: SheetTally): string {
  if (typeof cell === 'number')
    return Number.isFinite(cell)
      ? // The shortest digits that are this number again.
        `<c r="${at}"><v>${Object.is(cell, -0) ? '-0' : cell}</v></c>`
      : textCell(at, Number.isNaN(cell) ? 'NaN' : cell > 0 ? 'inf' : '-inf', cellStyles.plain, tally);
  if (typeof cell === 'string')
    return textCell(at, cell, looksLikeFormula(cell) ? cellStyles.text : cellStyles.plain, tally);
  const day = cell.atMs / millisecondsPerDay + daysBefore1970;
  if (day < firstDay || day >= dayAfterLast)
    return textCell(at, formatMoment(cell.atMs), cellStyles.plain, tally);
  return `<c r="${at}" s="${cellStyles.moment}"><v>${day}</v></c>`;
}

/** What a spreadsheet would compute, were it typed: it is marked, so that a later edit leaves it a text. */
const looksLikeFormula = (text: string): boolean => /^[=+\-@\t]/.test(text);

function textCell(at: string, text: string, style: number, tally: SheetTally): string {
  const { xml, isCut, isEscaped } = sheetText(text);
  if (isCut) tally.cut += 1;
  if (isEscaped) tally.escaped += 1;
  const styled = style === cellStyles.plain ? '' : ` s="${style}"`;
  return `<c r="${at}"${styled} t="inlineStr"><is><t xml:space="preserve">${xml}</t></is></c>`;
}
