import type { GroupSummary } from '../../../shared/model/comparison/group-summary.ts';
import { interquartileMean } from '../statistics/interquartile-mean.ts';
import { mean, sampleVariance } from '../statistics/moments.ts';
import { quantile } from '../statistics/quantile.ts';
import { tInterval } from '../statistics/t-interval.ts';

const shares = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Numbers of one metric over a group of runs; a run without a value is null or NaN. */
export function summarizeGroup(values: ArrayLike<number | null>, level = 0.95): GroupSummary {
  const finite = finiteValues(values).sort();
  const infinite = Array.from(values).filter(
    (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  ).length;
  const n = finite.length;
  const centre = mean(finite);
  const standardDeviation = Math.sqrt(sampleVariance(finite));
  const standardError = standardDeviation / Math.sqrt(n);
  return {
    n,
    missing: values.length - n - infinite,
    infinite,
    mean: orNull(centre),
    median: orNull(quantile(finite, 0.5)),
    standardDeviation: orNull(standardDeviation),
    standardError: orNull(standardError),
    interval: tInterval({ estimate: centre, standardError, degreesOfFreedom: n - 1, level }),
    level,
    min: finite[0] ?? null,
    max: finite.at(-1) ?? null,
    interquartileMean: orNull(interquartileMean(finite)),
    quantiles: n === 0 ? [] : shares.map((share) => ({ share, value: quantile(finite, share) })),
  };
}

/** Statistics are of these: one infinite loss would make a mean of nothing else. What is left out is counted wherever it is shown. */
export function finiteValues(values: ArrayLike<number | null>): Float64Array {
  return Float64Array.from(
    Array.from(values).filter((value): value is number => value !== null && Number.isFinite(value)),
  );
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
