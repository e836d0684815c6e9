import { columnDifference } from './comparison/column-difference.ts';
import { type MetricGoal, metricGoalOf } from './metric-goal.ts';

/** Comparing runs: what differs in their parameters, and who is better by each metric's goal. */

export type ParameterValue = string | number | boolean | null;

export interface ComparedRun {
  readonly id: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The last value of each metric. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

export interface ParameterComparison {
  readonly name: string;
  /** One a run, in the order of the runs; undefined where the run does not have the parameter. */
  readonly values: readonly (ParameterValue | undefined)[];
  readonly differs: boolean;
}

export type Judgement = 'better' | 'worse' | 'same' | 'unjudged' | 'missing';

export interface MetricComparison {
  readonly name: string;
  readonly goal: MetricGoal | null;
  /** One a run; null where the run has no finite value. */
  readonly values: readonly (number | null)[];
  /** value − baseline's value; null where one of them is missing. */
  readonly deltas: readonly (number | null)[];
  /** Against the baseline, by the goal. 'unjudged' when the metric has no goal. */
  readonly judgements: readonly Judgement[];
  /** Indices of the best and worst runs (several on a tie); empty without a goal or when all are equal. */
  readonly best: readonly number[];
  readonly worst: readonly number[];
  readonly differs: boolean;
}

export interface RunComparison {
  readonly runIds: readonly string[];
  readonly baselineId: string | null;
  readonly parameters: readonly ParameterComparison[];
  readonly metrics: readonly MetricComparison[];
}

/** Names present in any run, those that differ first, each group in alphabetical order. */
export function compareRuns({
  runs,
  baselineId = runs[0]?.id,
  goals = {},
}: {
  readonly runs: readonly ComparedRun[];
  /** The run that deltas are taken against; the first one unless said otherwise. */
  readonly baselineId?: string | undefined;
  readonly goals?: Readonly<Record<string, MetricGoal | null>>;
}): RunComparison {
  const baseline = runs.findIndex(({ id }) => id === baselineId);
  return {
    runIds: runs.map(({ id }) => id),
    baselineId: runs[baseline]?.id ?? null,
    parameters: namesIn(runs.map(({ parameters }) => parameters))
      .map((name) => compareParameter(name, runs))
      .sort(differingFirst),
    metrics: namesIn(runs.map(({ metrics }) => metrics))
      .map((name) => compareMetric({ name, runs, baseline, goal: metricGoalOf(name, goals) }))
      .sort(differingFirst),
  };
}

function namesIn(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
}

function differingFirst(a: { differs: boolean }, b: { differs: boolean }): number {
  return Number(b.differs) - Number(a.differs);
}

function compareParameter(name: string, runs: readonly ComparedRun[]): ParameterComparison {
  const values = runs.map(({ parameters }) =>
    Object.hasOwn(parameters, name) ? parameters[name] : undefined,
  );
  return { name, values, differs: columnDifference(values) !== 'same' };
}

function compareMetric({
  name,
  runs,
  baseline,
  goal,
}: {
  name: string;
  runs: readonly ComparedRun[];
  baseline: number;
  goal: MetricGoal | null;
}): MetricComparison {
  const values = runs.map(({ metrics }) => (Object.hasOwn(metrics, name) ? finite(metrics[name]) : null));
  const base = values[baseline] ?? null;
  const deltas = values.map((value) => (value === null || base === null ? null : value - base));
  return {
    name,
    goal,
    values,
    deltas,
    judgements: values.map((value, index) => judge({ value, delta: deltas[index] ?? null, goal })),
    ...bestAndWorst(values, goal),
    differs: new Set(values).size > 1,
  };
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function judge({
  value,
  delta,
  goal,
}: {
  value: number | null;
  delta: number | null;
  goal: MetricGoal | null;
}): Judgement {
  if (value === null || delta === null) return 'missing';
  if (delta === 0) return 'same';
  if (goal === null) return 'unjudged';
  return delta > 0 === (goal === 'maximize') ? 'better' : 'worse';
}

function bestAndWorst(
  values: readonly (number | null)[],
  goal: MetricGoal | null,
): { best: number[]; worst: number[] } {
  const present = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...present), Math.max(...present)];
  if (goal === null || present.length < 2 || low === high) return { best: [], worst: [] };
  const indicesOf = (wanted: number) => values.flatMap((value, index) => (value === wanted ? [index] : []));
  return goal === 'maximize'
    ? { best: indicesOf(high), worst: indicesOf(low) }
    : { best: indicesOf(low), worst: indicesOf(high) };
}
