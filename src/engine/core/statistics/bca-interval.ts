import type { Interval } from '../../../shared/model/comparison/interval.ts';
import { mean, squaredDeviations } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { quantile } from './quantile.ts';
import { createRandom, type Random } from './random.ts';
import { countBelow, countUpTo } from './sorted-search.ts';

/**
 * Bias-corrected and accelerated bootstrap interval (Efron 1987; Efron and Tibshirani 1993, 14.3, several samples as in
 * scipy.stats.bootstrap) of the mean of `candidate` minus the mean of `reference`. Given pairs, draws pairs. null where nothing spreads.
 */
export function bcaMeanDifference({
  reference,
  candidate,
  isPaired = false,
  resamples = 2000,
  seed,
  level = 0.95,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  readonly isPaired?: boolean;
  readonly resamples?: number;
  readonly seed: number;
  readonly level?: number;
}): Interval | null {
  const samples = isPaired
    ? [{ values: Float64Array.from(candidate, (value, index) => value - reference[index]!), sign: 1 }]
    : [
        { values: Float64Array.from(candidate), sign: 1 },
        { values: Float64Array.from(reference), sign: -1 },
      ];
  if (samples.every(({ values }) => squaredDeviations(values) === 0)) return null;
  const random = createRandom(seed);
  const estimate = signedMeans(samples, mean);
  const draws = Float64Array.from({ length: resamples }, () =>
    signedMeans(samples, (values) => resampledMean(values, random)),
  ).sort();
  const bias = normalQuantile((countBelow(draws, estimate) + countUpTo(draws, estimate)) / (2 * resamples));
  const acceleration = meanAcceleration(samples);
  const edge = (share: number) => {
    const z = bias + normalQuantile(share);
    return quantile(draws, normalCdf(bias + z / (1 - acceleration * z)));
  };
  const interval = { low: edge((1 - level) / 2), high: edge((1 + level) / 2) };
  return Number.isFinite(interval.low) && Number.isFinite(interval.high) ? interval : null;
}

interface Sample {
  readonly values: Float64Array;
  readonly sign: number;
}

function signedMeans(samples: readonly Sample[], meanOf: (values: Float64Array) => number): number {
  return samples.reduce((sum, { values, sign }) => sum + sign * meanOf(values), 0);
}

function resampledMean(values: Float64Array, random: Random): number {
  let sum = 0;
  for (let draw = 0; draw < values.length; draw++) sum += values[random.below(values.length)]!;
  return sum / values.length;
}

/** From the jackknife, which for a mean leaves (x − x̄) / (n − 1) a value; NaN where nothing spreads. */
function meanAcceleration(samples: readonly Sample[]): number {
  let [cubes, squares] = [0, 0];
  for (const { values, sign } of samples) {
    const centre = mean(values);
    for (const value of values) {
      const influence = (sign * (value - centre)) / values.length;
      cubes += influence ** 3;
      squares += influence ** 2;
    }
  }
  return cubes / (6 * squares ** 1.5);
}
