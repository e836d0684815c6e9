import type { Reader } from '../../ports/store-handles.ts';
import { chosenFigure, figuresBelow } from '../../store/run-child-figures.ts';
import { type ColumnValue, columnOfRuns } from '../../store/run-column-values.ts';
import type { ShownColumn } from '../../store/run-list-rows.ts';
import type { FromChildren, RunList, RunLists } from '../../store/run-lists.ts';

/** Of more runs than this the whole column is read, and kept. */
const mostReadAlone = 2000;

/** What stands for the runs of a page in the columns that hold numbers, read of the runs below them and of no others. */
export const childFigures = ({
  reader,
  lists,
  runs,
  columns,
  childrenOf,
  fromChildren: { how, goalOf },
}: {
  reader: Reader;
  lists: RunLists;
  runs: RunList;
  columns: readonly ShownColumn[];
  childrenOf: (run: number) => RunList;
  fromChildren: FromChildren;
}): ((run: number) => (readonly [string, { value: number; runs: number }])[]) => {
  const family = descendants(runs, childrenOf);
  const valuesOf = (column: ShownColumn['column']): ((run: number) => ColumnValue | undefined) => {
    if (family.length > mostReadAlone) {
      const whole = lists.columnOf(column);
      return (run) => whole[run];
    }
    const some = columnOfRuns(reader, column, family);
    return (run) => some.get(run);
  };
  const figures = columns
    .filter(({ column: { entity } }) => entity === 'metric' || entity === 'parameter')
    .filter(({ column }) => how !== 'best' || goalOf(column) !== null)
    .map(({ text, column }) => {
      const cellOf = valuesOf(column);
      const parents = runs.filter((run) => cellOf(run) === undefined);
      return { text, goal: goalOf(column), below: figuresBelow(parents, { childrenOf, cellOf }), cellOf };
    });
  return (run) =>
    figures.flatMap(({ text, goal, below, cellOf }) => {
      const found = cellOf(run) === undefined ? below.get(run) : undefined;
      const value = found && chosenFigure(found, how, goal);
      return found === undefined || value === undefined ? [] : [[text, { value, runs: found.n }] as const];
    });
};

/** The runs themselves and all below them, each once. */
const descendants = (runs: RunList, childrenOf: (run: number) => RunList): number[] => {
  const found = new Set(runs);
  // A set that grows while it is walked is walked to its end.
  for (const run of found) for (const child of childrenOf(run)) found.add(child);
  return [...found];
};
