import { mean, sampleVariance } from './moments.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';
import { type MeanTest, meanTest } from './welch-t.ts';

export const pairedDescriptor = {
  name: 'paired_t',
  title: 'Paired t test',
  explanation:
    'Is the mean difference of pairs, such as runs of the same seed, different from 0? What a pair has in common cancels out.',
  source: 'Student (1908)',
} as const satisfies StatisticDescriptor;

/**
 * Mean of candidate minus reference over pairs in the same order, two-sided. Equal to scipy.stats.ttest_rel(candidate, reference).
 * NaN where there are fewer than two pairs, or where all differences are the same.
 */
export function pairedT({
  reference,
  candidate,
  level = 0.95,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
  readonly level?: number;
}): MeanTest {
  const differences = Float64Array.from(candidate, (value, index) => value - reference[index]!);
  return meanTest({
    difference: mean(differences),
    standardError: Math.sqrt(sampleVariance(differences) / differences.length),
    degreesOfFreedom: differences.length - 1,
    scale: Math.max(Math.abs(mean(candidate)), Math.abs(mean(reference))),
    level,
  });
}
