import { quantile } from '../statistics/quantile.ts';
import { createRandom, type Random } from '../statistics/random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const mostResamples = 1000;
const fewestResamples = 200;
/** Row visits worth the wait: about two seconds. */
const visitBudget = 2e8;
/** The event loop gets a turn at least this often. */
const visitsPerTurn = 2e6;
/** An interval over the few resamples that have a value would be one of another population. */
const leastShareWithValue = 0.8;

/** 1,000 resamples where that is quick, fewer on large data, where the interval is narrow anyway, never below 200. */
export function bootstrapResamples({ rowCount, passes = 1 }: { rowCount: number; passes?: number }): number {
  const affordable = Math.floor(visitBudget / Math.max(1, rowCount * passes));
  return Math.min(mostResamples, Math.max(fewestResamples, affordable));
}

/**
 * Percentile intervals (Efron 1981) of several statistics from the same resamples of rows. A resample is given as how often each
 * row was drawn, so that presorted data need no second sort. null where a statistic is undefined in more than a fifth of them.
 */
export async function bootstrapIntervals({
  rowCount,
  statistics,
  resamples,
  seed,
  level = 0.95,
  checkpoint,
}: {
  readonly rowCount: number;
  /** NaN where undefined; always as many numbers in the same order. */
  readonly statistics: (weights: Uint16Array) => readonly number[];
  readonly resamples: number;
  readonly seed: number;
  readonly level?: number | undefined;
  /** Called now and then; may yield to the event loop, or throw to cancel. */
  readonly checkpoint?: (() => Promise<void>) | undefined;
}): Promise<(Interval | null)[]> {
  const random = createRandom(seed);
  const weights = new Uint16Array(rowCount);
  const draws: number[][] = [];
  const resamplesPerTurn = Math.max(1, Math.floor(visitsPerTurn / Math.max(1, rowCount)));
  for (let resample = 0; resample < resamples; resample++) {
    if (resample % resamplesPerTurn === 0) await checkpoint?.();
    drawMultiplicities(random, weights);
    for (const [index, value] of statistics(weights).entries()) {
      draws[index] ??= [];
      draws[index].push(value);
    }
  }
  return draws.map((values) => percentileInterval({ values, level }));
}

function drawMultiplicities(random: Random, weights: Uint16Array): void {
  weights.fill(0);
  const rows = weights.length;
  for (let draw = 0; draw < rows; draw++) weights[random.below(rows)]! += 1;
}

function percentileInterval({
  values,
  level,
}: {
  values: readonly number[];
  level: number;
}): Interval | null {
  const present = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  if (present.length === 0 || present.length < values.length * leastShareWithValue) return null;
  return { low: quantile(present, (1 - level) / 2), high: quantile(present, (1 + level) / 2) };
}
