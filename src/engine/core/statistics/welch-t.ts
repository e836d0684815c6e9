import type { Interval } from '../../../shared/model/comparison/interval.ts';
import { mean, sampleVariance } from './moments.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';
import { studentTwoSided } from './student-t.ts';
import { tInterval } from './t-interval.ts';

export const welchDescriptor = {
  name: 'welch_t',
  title: 'Welch’s t test',
  explanation: 'Are the means of two groups different? Does not ask that both groups spread equally.',
  source: 'Welch (1947), degrees of freedom by Satterthwaite (1946)',
} as const satisfies StatisticDescriptor;

export interface MeanTest {
  readonly difference: number;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Of the difference; null where the test is undefined. */
  readonly interval: Interval | null;
}

/** Spread below this share of the mean is rounding, not spread (scipy warns there of precision loss). */
const roundingShare = 10 * Number.EPSILON;

/**
 * Mean of `candidate` minus mean of `reference`, two-sided. Equal to scipy.stats.ttest_ind(candidate, reference, equal_var=False).
 * NaN where a group has fewer than two values, or where neither group spreads; but p is 1 where they do not differ either.
 */
export function welchT({
  reference,
  candidate,
  level = 0.95,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  readonly level?: number;
}): MeanTest {
  const means = [mean(candidate), mean(reference)] as const;
  const shares = [
    sampleVariance(candidate) / candidate.length,
    sampleVariance(reference) / reference.length,
  ] as const;
  const sum = shares[0] + shares[1];
  const degreesOfFreedom =
    sum ** 2 / (shares[0] ** 2 / (candidate.length - 1) + shares[1] ** 2 / (reference.length - 1));
  return meanTest({
    difference: means[0] - means[1],
    standardError: Math.sqrt(sum),
    degreesOfFreedom,
    scale: Math.max(Math.abs(means[0]), Math.abs(means[1])),
    level,
  });
}

/** A difference against its standard error; `scale` is the size of the numbers that it was taken of. */
export function meanTest({
  difference,
  standardError,
  degreesOfFreedom,
  scale,
  level,
}: {
  readonly difference: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly scale: number;
  readonly level: number;
}): MeanTest {
  if (!(standardError > roundingShare * scale)) {
    const { NaN: none } = Number;
    // Without spread a difference cannot be weighed; none at all needs no weighing.
    const pValue = Math.abs(difference) <= roundingShare * scale && standardError >= 0 ? 1 : none;
    return { difference, statistic: none, degreesOfFreedom: none, pValue, interval: null };
  }
  const statistic = difference / standardError;
  return {
    difference,
    statistic,
    degreesOfFreedom,
    pValue: studentTwoSided(statistic, degreesOfFreedom),
    interval: tInterval({ estimate: difference, standardError, degreesOfFreedom, level }),
  };
}
