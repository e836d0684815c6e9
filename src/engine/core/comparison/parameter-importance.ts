import type {
  ImportanceReport,
  ParameterImportance,
} from '../../../shared/model/comparison/parameter-importance.ts';
import { createSeededRandom, sample } from '../learning/seeded-random.ts';
import { squaredDeviations } from '../statistics/moments.ts';
import { spearman } from '../statistics/spearman.ts';
import { type RunParameter, type TypedParameter, typeParameter } from './parameter-columns.ts';
import { type ShuffledImportance, shuffleImportance } from './shuffle-importance.ts';

/** Fewer leave nothing to hold out. */
const fewestRuns = 10;
const folds = 5;
const fewestRunsPerParameter = 2;
/** More change the order no more, and only take time. */
const mostRuns = 1000;
/** With so many runs folds agree, and repeats only take time. */
const manyRuns = 300;

/**
 * Which parameters a metric depends on, over runs that have a finite value of it. Resolves in seconds for hundreds of runs; gives other
 * work its turn in between. Rejects with the signal's reason. The same input and seed give the same answer.
 */
export async function parameterImportance({
  parameters,
  metric,
  repeats: wanted,
  seed,
  level = 0.95,
  signal,
  onProgress,
}: {
  readonly parameters: readonly RunParameter[];
  /** One a run, null or NaN where it has none. */
  readonly metric: readonly (number | null)[];
  /** 5 unless said otherwise, 2 with many runs. */
  readonly repeats?: number;
  readonly seed: number;
  readonly level?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (share: number) => void;
}): Promise<ImportanceReport> {
  const known = Int32Array.from(metric.keys()).filter((run) => Number.isFinite(metric[run] ?? Number.NaN));
  const used = known.length > mostRuns ? sample(known, mostRuns, createSeededRandom(seed)) : known;
  const repeats = wanted ?? (used.length > manyRuns ? 2 : 5);
  const values = Float64Array.from(used, (run) => metric[run]!);
  const typed = parameters.map((parameter, index) =>
    typeParameter(
      { ...parameter, values: Array.from(used, (run) => parameter.values[run] ?? null) },
      `p${index}`,
    ),
  );
  const varying = typed.filter(variesIn);
  const reliability = reliabilityOf(values, varying.length);
  const canLearn = reliability === 'sound' || reliability === 'few-runs-for-parameters';
  const settings = { folds, repeats, seed, level, signal, onProgress };
  const found = canLearn ? await shuffleImportance(values, varying, settings) : null;
  return {
    parameters: typed
      .map((parameter) => describe(parameter, values, found?.importances[varying.indexOf(parameter)]))
      .sort(mostImportantFirst),
    runs: known.length,
    usedRuns: used.length,
    leftOutRuns: metric.length - known.length,
    reliability,
    explainedShare: found?.explainedShare ?? null,
    folds,
    repeats,
    seed,
    level,
  };
}

/** Being there or not is a variation too. */
function variesIn({ distinct, present, numbers, columns }: TypedParameter): boolean {
  const runs = numbers?.length ?? columns[0]?.values.length ?? 0;
  return distinct > 1 || (present > 0 && present < runs);
}

function reliabilityOf(metric: Float64Array, varying: number): ImportanceReport['reliability'] {
  if (metric.length < fewestRuns) return 'too-few-runs';
  if (squaredDeviations(metric) === 0) return 'constant-metric';
  if (varying === 0) return 'no-parameters';
  return metric.length < fewestRunsPerParameter * varying ? 'few-runs-for-parameters' : 'sound';
}

function describe(
  parameter: TypedParameter,
  metric: Float64Array,
  found: ShuffledImportance | undefined,
): ParameterImportance {
  const { name, present, distinct, numbers } = parameter;
  return {
    name,
    kind: numbers ? 'number' : 'category',
    status: variesIn(parameter) ? (found ? 'measured' : 'not-measured') : 'never-varies',
    present,
    distinct,
    importance: found?.importance ?? null,
    interval: found?.interval ?? null,
    rankCorrelation: numbers && rankCorrelation(numbers, metric),
  };
}

function rankCorrelation(
  numbers: Float64Array,
  metric: Float64Array,
): ParameterImportance['rankCorrelation'] {
  const rows = Int32Array.from(numbers.keys()).filter((row) => !Number.isNaN(numbers[row]));
  const { statistic, pValue } = spearman(
    Float64Array.from(rows, (row) => numbers[row]!),
    Float64Array.from(rows, (row) => metric[row]!),
  );
  return Number.isFinite(pValue) ? { value: statistic, pValue, n: rows.length } : null;
}

function mostImportantFirst(a: ParameterImportance, b: ParameterImportance): number {
  const [left, right] = [a, b].map(({ importance }) => importance ?? Number.NEGATIVE_INFINITY) as [
    number,
    number,
  ];
  return left === right ? (a.name < b.name ? -1 : 1) : right - left;
}
