import type { ColumnValue, ColumnValues } from '../../store/run-column-values.ts';
import { meanOf, type RunGroup } from '../../store/run-groups.ts';
import { sortRuns } from '../../store/run-sort.ts';

/** Groups by their size (`runs`), by a column that they are grouped by, or by the mean of another one. */
export const sortGroups = ({
  groups,
  by,
  orderBy: { key, descending },
  columnOf,
}: {
  groups: readonly RunGroup[];
  by: readonly string[];
  orderBy: { key: string; descending: boolean };
  columnOf: (text: string) => ColumnValues;
}): RunGroup[] => {
  const place = by.indexOf(key);
  const column = key === 'runs' || place !== -1 ? undefined : columnOf(key);
  const values = groups.map(({ values: shared, runs }): ColumnValue | undefined => {
    if (column !== undefined) return meanOf(runs, column)?.mean;
    return place === -1 ? runs.length : (shared[place] ?? undefined);
  });
  const positions = groups.map((_, index) => index);
  return sortRuns(positions, [{ values, descending, readsNumbers: true }]).map((index) => groups[index]!);
};
