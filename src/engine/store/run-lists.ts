import type { MetricGoal } from '../../shared/model/metric-goal.ts';
import type { RunColumn } from '../../shared/model/run-column.ts';
import type { ChildAggregate } from '../../shared/model/run-view.ts';
import type { Reader } from '../ports/store-handles.ts';
import type { SqlCondition } from './query-condition.ts';
import { type ChildFigures, figuresBelow, withFiguresBelow } from './run-child-figures.ts';
import { type ColumnValues, wholeColumn } from './run-column-values.ts';
import { sortRuns } from './run-sort.ts';

/** Which runs, of which experiment, in the trash or not. */
export interface RunSelection {
  readonly experiment?: string | undefined;
  readonly condition: SqlCondition | null;
  readonly deleted: boolean;
}

export interface RunOrder {
  readonly column: RunColumn;
  readonly descending: boolean;
}

/** Numbers of runs, one list for all pages of a table. */
export type RunList = readonly number[];

/** The runs of a list as a forest: runs whose parent is in the list too stand below it. Nobody is lost in a circle of parents. */
export interface RunForest {
  readonly roots: RunList;
  readonly childrenOf: (run: number) => RunList;
}

/** What stands for runs without a number of their own. */
export interface FromChildren {
  readonly how: ChildAggregate;
  readonly goalOf: (column: RunColumn) => MetricGoal | null;
}

const keptLists = 24;
/** Columns of the widest tables that are looked at. */
const keptFigures = 200;

/** Facts of a run are its own. */
export const holdsNumbers = ({ entity }: RunColumn): boolean => entity === 'metric' || entity === 'parameter';

/**
 * Whole lists of runs, from which pages are cut. They are kept until anything in the database changes, so that scrolling, ticking
 * everything and jumping to a run cost no query each. So are whole columns, which are ordered, grouped and compared by.
 */
export const createRunLists = (reader: Reader) => {
  const lists = createMemory(keptLists);
  const figures = createMemory(keptFigures);
  let version = '';

  const rememberedIn = (memory: Memory) => {
    const current = dataVersion(reader);
    if (current !== version) for (const each of [lists, figures]) each.clear();
    version = current;
    return memory;
  };
  const remembered = <Value>(key: string, make: () => Value): Value =>
    rememberedIn(lists).remembered(key, make);

  const columnOf = (column: RunColumn): ColumnValues =>
    remembered(JSON.stringify(column), () => wholeColumn(reader, column));

  const ordered = (selection: RunSelection, order: readonly RunOrder[]): RunList =>
    remembered(JSON.stringify([selection, order]), () => {
      if (order.length === 0) return newestFirst(reader, selection);
      const terms = order.map(({ column, descending }) => ({
        values: columnOf(column),
        descending,
        readsNumbers: column.entity !== 'attribute',
      }));
      return sortRuns(ordered(selection, []), terms);
    });

  /** With `fromChildren`, runs without a number of their own are ordered by that of the runs below them. */
  const forest = (
    selection: RunSelection,
    order: readonly RunOrder[],
    fromChildren?: FromChildren,
  ): RunForest =>
    remembered(JSON.stringify([selection, order, 'forest', fromChildren?.how]), () => {
      const list =
        fromChildren === undefined ? ordered(selection, order) : orderedTree(selection, order, fromChildren);
      return forestOf(list, parentsOf(reader));
    });

  /** Of every run with runs below it; they cost a walk over the whole forest, so more of them are kept than of lists. */
  const childFigures = (selection: RunSelection, column: RunColumn): ReadonlyMap<number, ChildFigures> =>
    rememberedIn(figures).remembered(JSON.stringify([selection, column]), () => {
      const { childrenOf } = forest(selection, []);
      const parents = ordered(selection, []).filter((run) => childrenOf(run).length > 0);
      const values = wholeColumn(reader, column);
      return figuresBelow(parents, { childrenOf, cellOf: (run) => values[run] });
    });

  const orderedTree = (
    selection: RunSelection,
    order: readonly RunOrder[],
    { how, goalOf }: FromChildren,
  ): RunList =>
    sortRuns(
      ordered(selection, []),
      order.map(({ column, descending }) => {
        const values = columnOf(column);
        return {
          values: holdsNumbers(column)
            ? withFiguresBelow(values, childFigures(selection, column), { how, goal: goalOf(column) })
            : values,
          descending,
          readsNumbers: column.entity !== 'attribute',
        };
      }),
    );

  return { ordered, forest, columnOf, childFigures, remembered };
};

export type RunLists = ReturnType<typeof createRunLists>;

type Memory = ReturnType<typeof createMemory>;

/** What was asked for last, up to so many answers. */
const createMemory = (most: number) => {
  const kept = new Map<string, unknown>();
  return {
    remembered: <Value>(key: string, make: () => Value): Value => {
      const value = kept.has(key) ? (kept.get(key) as Value) : make();
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return value;
    },
    clear: (): void => kept.clear(),
  };
};

/** Changes with every write, of this connection and of others. */
const dataVersion = (reader: Reader): string =>
  reader.values<string>(
    `SELECT total_changes() || ' ' || (SELECT data_version FROM pragma_data_version)`,
  )[0] ?? '';

const newestFirst = (reader: Reader, selection: RunSelection): RunList => {
  const { sql, parameters } = whereOf(selection);
  return reader.values<number>(
    `SELECT runs.number FROM runs WHERE ${sql} ORDER BY runs.started_at_ms DESC, runs.id`,
    parameters,
  );
};

const whereOf = ({ experiment, condition, deleted }: RunSelection): SqlCondition => {
  const parts: SqlCondition[] = [
    { sql: 'runs.lifecycle_stage = ?', parameters: [deleted ? 'deleted' : 'active'] },
  ];
  if (experiment !== undefined) {
    parts.push({
      sql: 'runs.experiment_id = (SELECT id FROM experiments WHERE name = ?)',
      parameters: [experiment],
    });
  }
  if (condition !== null) parts.push(condition);
  return {
    sql: parts.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
};

const parentsOf = (reader: Reader): ReadonlyMap<number, number> =>
  new Map(
    reader.tuples<[number, number]>(
      'SELECT child.number, parent.number FROM runs AS child JOIN runs AS parent ON parent.id = child.parent_id WHERE child.parent_id IS NOT NULL',
    ),
  );

const forestOf = (list: RunList, parents: ReadonlyMap<number, number>): RunForest => {
  const listed = new Set(list);
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  const inCircles = circleBreakers(list, parents);
  for (const run of list) {
    const parent = parents.get(run);
    if (parent === undefined || !listed.has(parent) || inCircles.has(run)) roots.push(run);
    else {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [run]);
      else siblings.push(run);
    }
  }
  return { roots, childrenOf: (run) => children.get(run) ?? [] };
};

/** Of each circle of parents the run that the list names first; it stands as if it had no parent. */
const circleBreakers = (list: RunList, parents: ReadonlyMap<number, number>): ReadonlySet<number> => {
  const breakers = new Set<number>();
  const settled = new Set<number>();
  for (const start of list) {
    const path = new Set<number>();
    let run: number | undefined = start;
    while (run !== undefined && !settled.has(run) && !path.has(run)) {
      path.add(run);
      run = parents.get(run);
    }
    if (run !== undefined && path.has(run)) breakers.add(firstOfCircle(run, parents, path));
    for (const each of path) settled.add(each);
  }
  return breakers;
};

/** The circle's member that the walk, which began with the first of the list, met first. */
const firstOfCircle = (
  member: number,
  parents: ReadonlyMap<number, number>,
  path: ReadonlySet<number>,
): number => {
  const circle = new Set<number>();
  for (let run: number | undefined = member; run !== undefined && !circle.has(run); run = parents.get(run))
    circle.add(run);
  for (const run of path) if (circle.has(run)) return run;
  return member;
};
