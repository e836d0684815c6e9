import type { Interval } from '../../../shared/model/comparison/interval.ts';
import { numberColumnNamed } from '../learning/columns.ts';
import { fitGbdt } from '../learning/gbdt/fit-gbdt.ts';
import { createSeededRandom, type SeededRandom, shuffle } from '../learning/seeded-random.ts';
import type { FittedModel } from '../learning/types.ts';
import { mean, sampleVariance, squaredDeviations } from '../statistics/moments.ts';
import { tInterval } from '../statistics/t-interval.ts';
import type { NumberColumn, Table } from '../table.ts';
import type { TypedParameter } from './parameter-columns.ts';

export interface ShuffleSettings {
  readonly folds: number;
  readonly repeats: number;
  readonly seed: number;
  readonly level: number;
  readonly signal?: AbortSignal | undefined;
  /** Share of the work that is done, after each fit. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

export interface ShuffledImportance {
  readonly importance: number;
  readonly interval: Interval | null;
}

const target = 'metric';
/** Small trees on part of the rows each: what little data can carry. */
const learnerParameters = {
  num_rounds: 100,
  learning_rate: 0.1,
  num_leaves: 8,
  min_data_in_leaf: 3,
  bagging_fraction: 0.8,
  feature_fraction: 0.8,
};

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019) of boosted trees, on runs that the trees have not seen: by
 * cross-validation, repeated with other folds and other shuffles. In units of the metric's variance. The interval takes into account that
 * repeats share their runs (Nadeau and Bengio 2003; for repeated folds Bouckaert and Frank 2004). One a parameter, in their order.
 */
export async function shuffleImportance(
  metric: Float64Array,
  parameters: readonly TypedParameter[],
  settings: ShuffleSettings,
): Promise<{ readonly explainedShare: number; readonly importances: readonly ShuffledImportance[] }> {
  const { folds, repeats, seed, signal, onProgress } = settings;
  const table = tableOf(metric, parameters);
  const random = createSeededRandom(seed);
  const losses: number[] = [];
  const increases = parameters.map((): number[] => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = shuffledRows(metric.length, random);
    const shuffles = parameters.map(() => shuffledRows(metric.length, random));
    for (let fold = 0; fold < folds; fold++) {
      const { heldOut, trainRows } = splitFold(order, fold, folds);
      const request = {
        table,
        target,
        task: 'regression',
        trainRows,
        parameters: learnerParameters,
      } as const;
      const model = await fitGbdt({ ...request, seed: seed + losses.length, ...(signal && { signal }) });
      const loss = squaredLoss(model, table, heldOut);
      losses.push(loss);
      for (const [index, parameter] of parameters.entries()) {
        const shuffled = shuffledTable(table, parameter, shuffles[index]!);
        const isUsed = model.importance.some(({ column, gain }) => gain > 0 && isColumnOf(parameter, column));
        increases[index]!.push(isUsed ? squaredLoss(model, shuffled, heldOut) - loss : 0);
      }
      onProgress?.(losses.length / (folds * repeats));
    }
  }
  const variance = squaredDeviations(metric) / metric.length;
  return {
    explainedShare: 1 - mean(losses) / variance,
    importances: increases.map((increase) => importanceOf(increase, variance, settings)),
  };
}

function importanceOf(
  increase: readonly number[],
  variance: number,
  { folds, level }: ShuffleSettings,
): ShuffledImportance {
  const shares = increase.map((value) => value / variance);
  const importance = mean(shares);
  // Held-out over training runs is 1 / (folds − 1).
  const standardError = Math.sqrt((1 / shares.length + 1 / (folds - 1)) * sampleVariance(shares));
  const degreesOfFreedom = shares.length - 1;
  return {
    importance,
    interval: tInterval({ estimate: importance, standardError, degreesOfFreedom, level }),
  };
}

function tableOf(metric: Float64Array, parameters: readonly TypedParameter[]): Table {
  const measured = { kind: 'number', name: target, values: metric } satisfies NumberColumn;
  return { rowCount: metric.length, columns: [...parameters.flatMap(({ columns }) => columns), measured] };
}

function isColumnOf({ columns }: TypedParameter, name: string): boolean {
  return columns.some((column) => column.name === name);
}

/** Row r has the parameter's value of row `from[r]`. */
function shuffledTable(table: Table, parameter: TypedParameter, from: Int32Array): Table {
  const columns = table.columns.map((column) =>
    column.kind === 'number' && isColumnOf(parameter, column.name)
      ? { ...column, values: Float64Array.from(from, (row) => column.values[row]!) }
      : column,
  );
  return { ...table, columns };
}

function shuffledRows(count: number, random: SeededRandom): Int32Array {
  return shuffle(
    Int32Array.from({ length: count }, (_, row) => row),
    random,
  );
}

function splitFold(
  order: Int32Array,
  fold: number,
  folds: number,
): { heldOut: Int32Array; trainRows: Int32Array } {
  const isHeldOut = (_: number, position: number) => position % folds === fold;
  return {
    heldOut: order.filter(isHeldOut).sort(),
    trainRows: order.filter((row, position) => !isHeldOut(row, position)).sort(),
  };
}

function squaredLoss(model: FittedModel, table: Table, rows: Int32Array): number {
  const metric = numberColumnNamed(table, target).values;
  const prediction = model.predict(table, rows);
  if (prediction.kind !== 'regression') throw new TypeError('A regression answers values.');
  return mean(prediction.values.map((value, index) => (value - metric[rows[index]!]!) ** 2));
}
