import { chiSquareUpperTail } from '../statistics/chi-square.ts';
import type { DriftDescriptor, TestResult } from './drift-descriptor.ts';

export const chiSquareDescriptor = {
  name: 'chi_square',
  title: 'Chi-square of homogeneity',
  explanation: 'Whether both samples can come from one distribution over the categories.',
  source: 'Pearson (1900); equal to scipy.stats.chi2_contingency(correction=False) on the 2 × k table',
} as const satisfies DriftDescriptor;

/**
 * Both samples are treated as samples. Scaling the reference's counts to expected ones, as Evidently does, divides by zero at a
 * category that the reference lacks, and takes the reference's noise for truth. Categories that neither has do not count.
 */
export function chiSquareContingency(
  reference: readonly number[],
  current: readonly number[],
): TestResult & { readonly degreesOfFreedom: number } {
  const referenceTotal = sum(reference);
  const currentTotal = sum(current);
  let statistic = 0;
  let present = 0;
  for (const [category, referenceCount] of reference.entries()) {
    const currentCount = current[category] ?? 0;
    const both = referenceCount + currentCount;
    if (both === 0) continue;
    present += 1;
    const share = both / (referenceTotal + currentTotal);
    statistic += (referenceCount - share * referenceTotal) ** 2 / (share * referenceTotal);
    statistic += (currentCount - share * currentTotal) ** 2 / (share * currentTotal);
  }
  const degreesOfFreedom = Math.max(0, present - 1);
  const pValue = degreesOfFreedom === 0 ? 1 : chiSquareUpperTail(statistic, degreesOfFreedom);
  return { statistic, pValue, degreesOfFreedom };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
