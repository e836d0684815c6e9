import type { Reader } from '../../ports/store-handles.ts';
import { chosenFigure, figuresBelow } from '../../store/run-child-figures.ts';
import { columnOfRuns } from '../../store/run-column-values.ts';
import type { ShownColumn } from '../../store/run-list-rows.ts';
import {
  type FromChildren,
  holdsNumbers,
  type RunList,
  type RunLists,
  type RunSelection,
} from '../../store/run-lists.ts';
import { othersAreAnswered } from './others-are-answered.ts';

/** Of more runs than this those of all parents are read, and kept. */
const mostReadAlone = 2000;

type Figure = readonly [column: string, { readonly value: number; readonly runs: number }];

/** What stands for the runs of a page in the columns that hold numbers: read of the runs below them, and of no others where those are few. */
export const childFigures = async ({
  reader,
  lists,
  selection,
  runs,
  columns,
  childrenOf,
  fromChildren: { how, goalOf },
}: {
  reader: Reader;
  lists: RunLists;
  selection: RunSelection;
  runs: RunList;
  columns: readonly ShownColumn[];
  childrenOf: (run: number) => RunList;
  fromChildren: FromChildren;
}): Promise<(run: number) => readonly Figure[]> => {
  const found = new Map<number, Figure[]>();
  const family = familyOf(runs, childrenOf, mostReadAlone);
  for (const { text, column } of columns) {
    const goal = goalOf(column);
    if (!holdsNumbers(column) || (how === 'best' && goal === null)) continue;
    const cells = columnOfRuns(reader, column, family ?? runs);
    const parents = runs.filter((run) => !cells.has(run));
    const figures =
      family === undefined
        ? lists.childFigures(selection, column)
        : figuresBelow(parents, { childrenOf, cellOf: (run) => cells.get(run) });
    for (const run of parents) {
      const below = figures.get(run);
      const value = below && chosenFigure(below, how, goal);
      if (below === undefined || value === undefined) continue;
      found.set(run, [...(found.get(run) ?? []), [text, { value, runs: below.n }]]);
    }
    if (family === undefined) await othersAreAnswered();
  }
  return (run) => found.get(run) ?? [];
};

/** The runs themselves and all below them, each once; undefined when they are more than `most`. */
const familyOf = (
  runs: RunList,
  childrenOf: (run: number) => RunList,
  most: number,
): number[] | undefined => {
  const found = new Set(runs);
  // A set that grows while it is walked is walked to its end.
  for (const run of found) {
    for (const child of childrenOf(run)) found.add(child);
    if (found.size > most) return undefined;
  }
  return [...found];
};
