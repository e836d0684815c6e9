import { printKey } from '../../query/print.ts';
import { resultMetrics } from '../metric-order.ts';
import { splitColumns } from '../run-column.ts';
import type { RunView } from '../run-view.ts';
import { tableFrom } from '../table-link.ts';

/** The table of runs that a link of a note stands for, and how many rows of it are shown. */
export interface LiveTable {
  readonly view: RunView;
  readonly rows: number;
}

const usualRows = 5;
const mostRows = 50;

/**
 * Of `modelyard://runs?filter=…&columns=…&rows=…`, or of a link that was copied from the table and holds all of it. Columns are empty where the link
 * names none, and begin with the name where it names some. Null for a link that cannot be read.
 */
export const liveTableOf = (search: Readonly<Record<string, string>>): LiveTable | null => {
  const linked = tableFrom(search);
  if (linked === null) return null;
  const view = linked ?? plainView(search);
  const rows = Number(search.rows ?? usualRows);
  if (!Number.isInteger(rows) || rows < 1) return null;
  return {
    view:
      search.columns === undefined
        ? view
        : {
            ...view,
            columns: [{ key: 'name', pinned: true }, ...splitColumns(search.columns).map(columnOf)],
          },
    rows: Math.min(rows, mostRows),
  };
};

const columnOf = (key: string) => ({ key });

const plainView = ({ filter = '', experiment = '' }: Readonly<Record<string, string>>): RunView => ({
  ...{ filter, experiment, columns: [], orderBy: [{ key: 'start_time', descending: true }] },
  ...{ groupBy: [], nested: false, differencesOnly: false },
});

const figuresAtFirst = 3;

/** Columns beside the name, with which every row begins. */
export const liveColumns = ({ view }: LiveTable, metricNames: readonly string[]): string[] =>
  view.columns.length > 0
    ? view.columns.map(({ key }) => key).filter((key) => key !== 'name')
    : [
        'status',
        ...resultMetrics(metricNames)
          .slice(0, figuresAtFirst)
          .map((name) => printKey({ entity: 'metric', name })),
      ];
