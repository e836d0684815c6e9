import type { MetricGoal } from '../../shared/model/metric-goal.ts';
import type { ColumnValue, ColumnValues } from './run-column-values.ts';
import type { RunList } from './run-lists.ts';

/** Runs that agree in some columns. */
export interface RunGroup {
  /** One a column that is grouped by; null where the runs have none. */
  readonly values: readonly (ColumnValue | null)[];
  readonly runs: RunList;
  /** Of the columns that were asked for, by what they are as JSON; each costs a walk over all runs. */
  readonly means: Map<string, GroupMean | undefined>;
}

/** In the order in which their first runs stand in the list; runs keep their order. */
export const groupRuns = (list: RunList, by: readonly ColumnValues[]): RunGroup[] => {
  const groups = new Map<string, RunGroup & { readonly runs: number[] }>();
  for (const run of list) {
    const values = by.map((column) => column[run] ?? null);
    const key = values.length === 1 ? `${typeof values[0]} ${values[0]}` : JSON.stringify(values);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { values, runs: [run], means: new Map() });
    else group.runs.push(run);
  }
  return [...groups.values()];
};

export interface GroupMean {
  readonly mean: number;
  readonly n: number;
  /** Of the sample, with n - 1; null of one number, and where infinities are among them. */
  readonly standardDeviation: number | null;
}

/** The mean of the numbers among a group's values with their spread, and how many they are; undefined without one. Texts that are numbers count. */
export const meanOf = (runs: RunList, column: ColumnValues): GroupMean | undefined => {
  let [mean, n, squares] = [0, 0, 0];
  for (const run of runs) {
    const value = column[run];
    const number =
      typeof value === 'number' ? value : value === undefined || value === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) continue;
    n += 1;
    // A running mean does not overflow where a sum of large values would.
    const before = number - mean;
    mean += before / n;
    squares += before * (number - mean);
  }
  if (n === 0) return undefined;
  const deviation = Math.sqrt(squares / (n - 1));
  return { mean, n, standardDeviation: n > 1 && Number.isFinite(deviation) ? deviation : null };
};

/** The best finite number on each data, told apart by name and digest as `dataOfRuns` has them; none where no two numbers differ. */
export const bestByDataset = (
  list: RunList,
  { column, data, goal }: { column: ColumnValues; data: ColumnValues; goal: MetricGoal },
): { dataset: string | null; digest: string | null; value: number }[] => {
  const extremes = new Map<ColumnValue | undefined, { low: number; high: number }>();
  for (const run of list) {
    const value = column[run];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const known = extremes.get(data[run]);
    if (known === undefined) extremes.set(data[run], { low: value, high: value });
    else {
      known.low = Math.min(known.low, value);
      known.high = Math.max(known.high, value);
    }
  }
  return [...extremes].flatMap(([key, { low, high }]) => {
    if (low === high) return [];
    const [dataset, digest] =
      key === undefined ? [null, null] : (JSON.parse(String(key)) as [string, string]);
    return [{ dataset, digest, value: goal === 'maximize' ? high : low }];
  });
};

/** True when all runs have the same value, or none has one. No value beside a value is a difference. */
export const isConstant = (list: RunList, column: ColumnValues): boolean => {
  const [first] = list;
  const value = first === undefined ? undefined : column[first];
  return list.every((run) => column[run] === value);
};
