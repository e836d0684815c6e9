import type { DataType } from '../../../shared/model/dataset.ts';
import { formatMoment, isMoment } from '../../../shared/model/format.ts';
import { loggedNumber } from '../../../shared/model/logged-number.ts';
import type { RunColumn } from '../../../shared/model/run-column.ts';
import { attributes } from '../../../shared/query/keys.ts';
import type { ColumnValue } from '../../store/run-column-values.ts';

/** A value of a table in a file; a number may be NaN or infinite. */
export type TableCell = string | number | null;

export interface TableColumn {
  readonly name: string;
  readonly type: DataType;
  /** Text, but each one a number: a file that tells numbers and texts apart by the cell holds numbers. */
  readonly saysNumbers?: boolean;
  readonly cellOf: (value: ColumnValue | undefined) => TableCell;
}

/** Nothing where no date can say it: a column of moments holds nothing else. */
const momentCell = (value: ColumnValue): TableCell =>
  isMoment(Number(value)) ? formatMoment(Number(value)) : null;

const metricCell = (value: ColumnValue | undefined): TableCell =>
  value === undefined ? null : loggedNumber(value);

/** Metrics are numbers, times moments in UTC, durations seconds, as in filters; all else is text as it was recorded. */
export const tableColumn = (name: string, column: RunColumn): TableColumn => {
  if (column.entity === 'metric') return { name, type: 'number', cellOf: metricCell };
  const kind = column.entity === 'attribute' ? attributes[column.name as keyof typeof attributes] : 'text';
  const present =
    (cellOf: (value: ColumnValue) => TableCell) =>
    (value: ColumnValue | undefined): TableCell =>
      value === undefined ? null : cellOf(value);
  switch (kind) {
    case 'time':
      return { name, type: 'datetime', cellOf: present(momentCell) };
    case 'duration':
      return { name, type: 'number', cellOf: present((value) => Number(value) / 1000) };
    case 'number':
      return { name, type: 'number', cellOf: present(Number) };
    default:
      return { name, type: 'text', cellOf: present(String) };
  }
};

/** The shortest digits that are this number again; infinities as NumPy and pandas read them. */
const numberText = (value: number): string => {
  if (Number.isFinite(value) || Number.isNaN(value)) return Object.is(value, -0) ? '-0' : String(value);
  return value > 0 ? 'inf' : '-inf';
};

/** RFC 4180. Nothing where there is no value; an empty text is quoted, so that it is not the same. */
export const csvLine = (cells: readonly TableCell[]): string =>
  `${cells
    .map((cell) => {
      if (cell === null) return '';
      if (typeof cell === 'number') return numberText(cell);
      return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    })
    .join(',')}\n`;

/** One object; what JSON has no number for is the text NaN, Infinity or -Infinity. */
export const jsonLine = (names: readonly string[], cells: readonly TableCell[]): string =>
  `${JSON.stringify(
    Object.fromEntries(
      names.map((name, index) => {
        const cell = cells[index] ?? null;
        return [name, typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell];
      }),
    ),
  )}\n`;
