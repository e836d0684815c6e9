import type { runExportsContract } from '../../../shared/contract/run-exports.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import type { createRunListsArea } from './create-run-lists-area.ts';
import { tableColumn } from './table-cells.ts';
import { writeTable } from './write-table.ts';

type Services = Pick<ProjectServices, 'data'>;

/** Tables of runs as files. Nothing of the project changes. */
export const createRunExportsArea = (
  { data }: Services,
  tableOf: ReturnType<typeof createRunListsArea>['tableOf'],
) => {
  const handlers = {
    'runs.saveTable': async ({ format, out, overwrite, columns: texts, ...given }, context) => {
      const wanted = [...new Set(['run_id', 'name', ...texts])];
      const table = tableOf({ ...given, columns: wanted });
      const columns = table.columns.map(({ text, column }) => tableColumn(text, column));
      const { sizeBytes } = await writeTable(
        {
          ...{ format, out, overwrite, columns, rowCount: table.runs.length },
          cellsOf: (row) =>
            columns.map(({ cellOf }, index) => cellOf(table.columns[index]?.values[table.runs[row] ?? -1])),
        },
        { data, context },
      );
      return { out, rows: table.runs.length, columns: columns.length, sizeBytes };
    },
  } satisfies Handlers<typeof runExportsContract>;
  return { handlers };
};
