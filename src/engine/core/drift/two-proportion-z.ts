import { normalTwoSided } from '../statistics/normal.ts';
import type { DriftDescriptor, TestResult } from './drift-descriptor.ts';
import type { FourfoldTable } from './fisher-exact.ts';

export const twoProportionZDescriptor = {
  name: 'two_proportion_z',
  title: 'Two-proportion z',
  explanation: 'Whether a share differs between the two samples.',
  source: 'Pooled variance, two-sided; z² is the chi-square of the 2 × 2 table',
} as const satisfies DriftDescriptor;

/** Positive when the current share is larger; 0 with p = 1 where all rows agree. */
export function twoProportionZ({
  referenceHits,
  referenceRows,
  currentHits,
  currentRows,
}: FourfoldTable): TestResult {
  const pooled = (referenceHits + currentHits) / (referenceRows + currentRows);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / referenceRows + 1 / currentRows));
  if (error === 0) return { statistic: 0, pValue: 1 };
  const statistic = (currentHits / currentRows - referenceHits / referenceRows) / error;
  return { statistic, pValue: normalTwoSided(statistic) };
}
