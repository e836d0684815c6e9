import type { CallContext } from '../../ports/call.ts';
import { othersAreAnswered } from './others-are-answered.ts';
import { stopWhenCancelled } from './stop-when-cancelled.ts';
import type { TableCell, TableColumn } from './table-cells.ts';

export interface TableToWrite {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Rows from `from` to before `to`; called once for each, from the first to the last. */
  readonly rowsOf: (from: number, to: number) => readonly (readonly TableCell[])[];
}

/** So many are read and made text of before others are answered. */
const cellsAtOnce = 10_000;

export interface PageOfRows {
  /** Place of the first row. */
  readonly from: number;
  readonly rows: readonly (readonly TableCell[])[];
}

/** All rows, a part of bounded size at a time. Error `cancelled`. */
export async function* pagesOf(
  { columns, rowCount, rowsOf }: TableToWrite,
  { signal, progress }: CallContext,
): AsyncGenerator<PageOfRows> {
  const rowsAtOnce = Math.max(1, Math.min(2000, Math.floor(cellsAtOnce / columns.length)));
  for (let from = 0; from < rowCount; from += rowsAtOnce) {
    stopWhenCancelled(signal);
    const to = Math.min(rowCount, from + rowsAtOnce);
    yield { from, rows: rowsOf(from, to) };
    progress({ phase: 'Writing rows', completed: to, total: rowCount });
    await othersAreAnswered();
  }
}
