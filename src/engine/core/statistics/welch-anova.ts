import { fUpperTail } from './f-distribution.ts';
import { mean, sampleVariance } from './moments.ts';
import type { StatisticDescriptor } from './statistic-descriptor.ts';

export const welchAnovaDescriptor = {
  name: 'welch_anova',
  title: 'Welch’s analysis of variance',
  explanation:
    'Is any group’s mean different from the others’? Does not ask that all groups spread equally; of two groups it is Welch’s t test.',
  source: 'Welch (1951)',
} as const satisfies StatisticDescriptor;

/**
 * Equal to scipy.stats.f_oneway(*groups, equal_var=False). NaN where there are fewer than two groups, or where one has fewer than two
 * values or no spread.
 */
export function welchAnova(groups: readonly ArrayLike<number>[]): { statistic: number; pValue: number } {
  const k = groups.length;
  const weights = groups.map((group) => group.length / sampleVariance(group));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (k < 2 || !Number.isFinite(total)) return { statistic: Number.NaN, pValue: Number.NaN };
  const means = groups.map((group) => mean(group));
  const centre = means.reduce((sum, value, index) => sum + weights[index]! * value, 0) / total;
  const between =
    means.reduce((sum, value, index) => sum + weights[index]! * (value - centre) ** 2, 0) / (k - 1);
  const lambda = groups.reduce(
    (sum, group, index) => sum + (1 - weights[index]! / total) ** 2 / (group.length - 1),
    0,
  );
  const statistic = between / (1 + (2 * (k - 2) * lambda) / (k * k - 1));
  const denominatorDegrees = (k * k - 1) / (3 * lambda);
  return { statistic, pValue: fUpperTail({ f: statistic, numeratorDegrees: k - 1, denominatorDegrees }) };
}
