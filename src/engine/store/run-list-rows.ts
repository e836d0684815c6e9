import type { RunListRow } from '../../shared/model/run.ts';
import type { RunColumn } from '../../shared/model/run-column.ts';
import type { Reader } from '../ports/store-handles.ts';
import { linkedTitleSql } from './linked-runs.ts';
import { datasetTitle, ofMainDataset } from './main-dataset.ts';
import { columnOfRuns } from './run-column-values.ts';

export interface ShownColumn {
  /** What the values are called in a row. */
  readonly text: string;
  readonly column: RunColumn;
}

/** Rows of a page: the facts that every row has, and of the rest what is asked for. One query, and one for each column. */
export const listRows = (
  reader: Reader,
  {
    runs,
    columns,
    childrenOf,
    figuresOf = () => [],
  }: {
    runs: readonly number[];
    columns: readonly ShownColumn[];
    /** Of a tree, those in the list. */
    childrenOf?: ((run: number) => readonly number[]) | undefined;
    /** By the column's text. */
    figuresOf?: (run: number) => Iterable<readonly [string, { value: number; runs: number }]>;
  },
): RunListRow[] => {
  const shown = columns.map(({ text, column }) => ({ text, values: columnOfRuns(reader, column, runs) }));
  return reader
    .all<
      Omit<RunListRow, 'values' | 'childCount' | 'hiddenChildCount' | 'fromChildren' | 'isLinked'> & {
        number: number;
        isLinked: number;
        nestedRuns: number;
      }
    >(select, [JSON.stringify(runs)])
    .map(({ number, isLinked, nestedRuns, ...row }) => ({
      ...row,
      isLinked: isLinked === 1,
      ...childCounts(childrenOf?.(number), nestedRuns),
      fromChildren: Object.fromEntries(figuresOf(number)),
      values: Object.fromEntries(
        shown.flatMap(({ text, values }) => {
          const value = values.get(number);
          return value === undefined ? [] : [[text, value]];
        }),
      ),
    }));
};

const childCounts = (listed: readonly number[] | undefined, nestedRuns: number) => ({
  childCount: listed?.length ?? 0,
  // Runs that are each other's parents stand in the list without standing below.
  hiddenChildCount: listed === undefined ? 0 : Math.max(0, nestedRuns - listed.length),
});

const select = `
SELECT runs.number, runs.id, runs.name, runs.status, runs.started_at_ms AS startedAtMs, runs.ended_at_ms AS endedAtMs,
  runs.parent_id AS parentId, (SELECT name FROM experiments WHERE experiments.id = runs.experiment_id) AS experiment,
  ${ofMainDataset(datasetTitle)} AS dataset, ${ofMainDataset('digest')} AS datasetDigest,
  ${linkedTitleSql} IS NOT NULL AS isLinked,
  (SELECT count(*) FROM runs AS child WHERE child.parent_id = runs.id AND child.lifecycle_stage = runs.lifecycle_stage) AS nestedRuns
FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value ORDER BY wanted.key`;
