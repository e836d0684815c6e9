import { useMemo, useRef, useState } from 'react';
import type { ChildAggregate, ViewOrder } from '../../../shared/model/run-view.ts';
import { call } from '../../client/index.ts';
import type { FetchLevel, TreeSource } from '../../ui/index.ts';
import { groupValuesOf, rowIdOf, type TableRow } from './table-row.ts';

/** Which runs a table is about. */
export interface RunSelection {
  filter: string;
  experiment: string;
  deleted: boolean;
}

export const selectionInput = ({ filter, experiment, deleted }: RunSelection) => ({
  filter,
  deleted,
  ...(experiment !== '' && { experiment }),
});

interface Shape extends RunSelection {
  orderBy: readonly ViewOrder[];
  groupBy: readonly string[];
  nested: boolean;
  fromChildren: ChildAggregate | undefined;
}

type Part =
  | { of: 'roots' }
  | { of: 'children'; parent: string }
  | { of: 'group'; by: string[]; values: (string | number | null)[] };

interface RunSource {
  source: TreeSource<TableRow>;
  /** Another one when rows are to be read anew for their columns. */
  columnsVersion: string;
  onVisibleColumns: ((columns: readonly string[]) => void) | undefined;
}

/**
 * Rows of the table from the engine, page by page: runs, runs below their parents, or groups with their runs below. Columns are asked
 * for at each page, so that a new column is one more value in rows that are read anew, and not another table. Of groups the means of the
 * columns in sight are asked for alone: each is one of all runs.
 */
export function useRunSource(shape: Shape, columns: readonly string[]): RunSource {
  const [inSight, setInSight] = useState<readonly string[]>([]);
  const now = useRef({ columns, inSight });
  now.current = { columns, inSight };
  const key = JSON.stringify(shape);
  const source = useMemo((): TreeSource<TableRow> => {
    const { orderBy, groupBy, nested, fromChildren, ...selection }: Shape = JSON.parse(key) as Shape;
    const input = selectionInput(selection);

    const runs =
      (part: Part | undefined): FetchLevel<TableRow> =>
      async ({ offset, limit, locate }, signal) => {
        const page = await call(
          'runs.list',
          {
            ...input,
            ...(part !== undefined && { part }),
            ...(fromChildren !== undefined && { fromChildren }),
            ...{
              orderBy: [...orderBy],
              columns: [...now.current.columns],
              offset,
              limit,
              locate: [...locate],
            },
          },
          { signal },
        );
        return { ...page, rows: page.runs.map((run) => ({ kind: 'run', run })) };
      };

    const groups: FetchLevel<TableRow> = async ({ offset, limit, locate }, signal) => {
      const [first] = orderBy;
      const { inSight } = now.current;
      const page = await call(
        'runs.listGroups',
        {
          ...input,
          ...{ by: [...groupBy], columns: [...inSight], offset, limit },
          orderBy: first ?? { key: 'runs', descending: true },
          locate: locate.map(groupValuesOf),
        },
        { signal },
      );
      const rows = page.groups.map((group): TableRow => ({ kind: 'group', group, columns: inSight }));
      return { ...page, rows };
    };

    return {
      root: groupBy.length > 0 ? groups : runs(nested ? { of: 'roots' } : undefined),
      below: (row) => {
        if (row.kind === 'group') return runs({ of: 'group', by: [...groupBy], values: row.group.values });
        return nested && row.run.childCount > 0 ? runs({ of: 'children', parent: row.run.id }) : undefined;
      },
      rowId: rowIdOf,
    };
  }, [key]);
  const isGrouped = shape.groupBy.length > 0;
  return {
    source,
    columnsVersion: JSON.stringify([columns, isGrouped ? inSight : []]),
    onVisibleColumns: isGrouped ? setInSight : undefined,
  };
}
