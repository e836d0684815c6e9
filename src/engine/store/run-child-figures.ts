import type { MetricGoal } from '../../shared/model/metric-goal.ts';
import type { ChildAggregate } from '../../shared/model/run-view.ts';
import type { ColumnValue, ColumnValues } from './run-column-values.ts';

/** What runs below a run have in a column. */
export interface ChildFigures {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Runs whose numbers these are. */
  readonly n: number;
}

interface Below {
  readonly childrenOf: (run: number) => readonly number[];
  readonly cellOf: (run: number) => ColumnValue | undefined;
}

/**
 * Of each of these runs the figures of the nearest runs below it that have a number of their own: what stands below such a run is not
 * counted again. Each run is looked at once, however deep it stands, and nothing recurses.
 */
export const figuresBelow = (
  runs: Iterable<number>,
  { childrenOf, cellOf }: Below,
): ReadonlyMap<number, ChildFigures> => {
  const found = new Map<number, ChildFigures>();
  const seen = new Set<number>();
  const open = [...runs];
  for (let run = open.at(-1); run !== undefined; run = open.at(-1)) {
    const children = childrenOf(run);
    if (!seen.has(run)) {
      seen.add(run);
      open.push(...children.filter((child) => !seen.has(child) && numberIn(cellOf(child)) === undefined));
      continue;
    }
    open.pop();
    const figures = children.flatMap((child) => {
      const own = numberIn(cellOf(child));
      return own === undefined ? (found.get(child) ?? []) : { mean: own, low: own, high: own, n: 1 };
    });
    if (figures.length > 0) found.set(run, figures.reduce(joined));
  }
  return found;
};

const joined = (one: ChildFigures, other: ChildFigures): ChildFigures => {
  const n = one.n + other.n;
  return {
    // A running mean does not overflow where a sum of large values would.
    mean: one.mean + (other.mean - one.mean) * (other.n / n),
    low: Math.min(one.low, other.low),
    high: Math.max(one.high, other.high),
    n,
  };
};

/** Parameters are texts; those that are numbers count. */
const numberIn = (value: ColumnValue | undefined): number | undefined => {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

/** Undefined for the best of what has no goal. */
export const chosenFigure = (
  { mean, low, high }: ChildFigures,
  how: ChildAggregate,
  goal: MetricGoal | null,
): number | undefined => {
  switch (how) {
    case 'mean':
      return mean;
    case 'min':
      return low;
    case 'max':
      return high;
    case 'best':
      return goal === null ? undefined : goal === 'maximize' ? high : low;
  }
};

/** The column with what stands for runs that have no value of their own, for ordering by what is shown. */
export const withFiguresBelow = (
  column: ColumnValues,
  figures: ReadonlyMap<number, ChildFigures>,
  { how, goal }: { how: ChildAggregate; goal: MetricGoal | null },
): ColumnValues => {
  const filled = [...column];
  for (const [run, found] of figures)
    if (column[run] === undefined) filled[run] = chosenFigure(found, how, goal);
  return filled;
};
