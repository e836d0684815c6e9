import type { runExportsContract } from '../../../shared/contract/run-exports.ts';
import type { RunColumn } from '../../../shared/model/run-column.ts';
import { sheetNumber } from '../../core/spreadsheet/sheet-number.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { columnOfRuns } from '../../store/run-column-values.ts';
import type { createRunListsArea } from './create-run-lists-area.ts';
import { othersAreAnswered } from './others-are-answered.ts';
import { type TableColumn, tableColumn } from './table-cells.ts';
import { writeTable } from './write-table.ts';

type Services = Pick<ProjectServices, 'store' | 'data' | 'unfinished'>;

/** Runs whose values of one column are looked at in one go. */
const runsAtOnce = 2000;

/** Runs as files. Nothing of the project changes. */
export const createRunExportsArea = (
  { store: { reader }, data, unfinished }: Services,
  tableOf: ReturnType<typeof createRunListsArea>['tableOf'],
) => {
  /** Is every value a number that a spreadsheet holds exactly? One that is not makes the column one of texts, so that codes like 12e4 stay. */
  const saysNumbers = async (column: RunColumn, runs: readonly number[]): Promise<boolean> => {
    if (column.entity !== 'parameter') return false;
    for (let from = 0; from < runs.length; from += runsAtOnce) {
      const values = columnOfRuns(reader, column, runs.slice(from, from + runsAtOnce));
      for (const value of values.values()) if (sheetNumber(String(value)) === null) return false;
      await othersAreAnswered();
    }
    return true;
  };

  const handlers = {
    /** Which runs is said once, at the beginning. Each row is whole, and as it is when its turn comes; a run that is gone by then has none. */
    'runs.saveTable': async ({ format, out, overwrite, columns: texts, ...given }, context) => {
      const wanted = [...new Set(['run_id', 'name', ...texts])];
      const { runs, columns: shown } = tableOf({ ...given, columns: wanted });
      const columns: TableColumn[] = [];
      for (const { text, column } of shown)
        columns.push({
          ...tableColumn(text, column),
          saysNumbers: format === 'xlsx' && (await saysNumbers(column, runs)),
        });
      let rows = 0;
      const { sizeBytes, notes } = await writeTable(
        {
          ...{ format, out, overwrite, columns, rowCount: runs.length },
          rowsOf: (from, to) => {
            const page = runs.slice(from, to);
            const values = shown.map(({ column }) => columnOfRuns(reader, column, page));
            // The first column is the id, which every run has.
            const present = page.filter((run) => values[0]?.has(run));
            rows += present.length;
            return present.map((run) => columns.map(({ cellOf }, index) => cellOf(values[index]?.get(run))));
          },
        },
        { data, unfinished, context },
      );
      return { out, rows, columns: columns.length, sizeBytes, notes: [...notes] };
    },
  } satisfies Handlers<typeof runExportsContract>;
  return { handlers };
};
