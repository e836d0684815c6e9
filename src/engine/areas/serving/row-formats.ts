import type { Cell } from '../../../shared/model/dataset.ts';

/** One way to write rows as text; every text ends its line. */
export interface RowFormat {
  head(columns: readonly string[]): string;
  row(columns: readonly string[], cells: readonly Cell[]): string;
}

/** RFC 4180 with another delimiter where wanted; a missing value is an empty field. */
export const delimitedRow = (delimiter: string): RowFormat => {
  const field = (cell: Cell): string => {
    const text = cell === null ? '' : String(cell);
    const needsQuotes = text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text);
    return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const line = (cells: readonly Cell[]): string => `${cells.map(field).join(delimiter)}\n`;
  return { head: line, row: (_, cells) => line(cells) };
};

export const jsonRow: RowFormat = {
  head: () => '',
  row: (columns, cells) =>
    `${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])))}\n`,
};
