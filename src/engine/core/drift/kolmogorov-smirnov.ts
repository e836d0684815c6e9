import { twoSampleKolmogorovPValue } from '../statistics/kolmogorov-two-sample.ts';
import type { DriftDescriptor, TestResult } from './drift-descriptor.ts';

export const kolmogorovSmirnovDescriptor = {
  name: 'kolmogorov_smirnov',
  title: 'Kolmogorov–Smirnov',
  explanation: 'The largest gap between the two cumulative distributions, from 0 (same) to 1 (apart).',
  source: 'Smirnov (1939); equal to scipy.stats.ks_2samp, two-sided, method "auto"',
} as const satisfies DriftDescriptor;

/** Both samples ascending, finite and not empty. */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): TestResult {
  const statistic = kolmogorovSmirnovDistance(reference, current);
  const pValue = twoSampleKolmogorovPValue({ d: statistic, n1: reference.length, n2: current.length });
  return { statistic, pValue };
}

/** The largest gap between the empirical distributions of two ascending samples. */
export function kolmogorovSmirnovDistance(reference: Float64Array, current: Float64Array): number {
  let largest = 0;
  let [r, c] = [0, 0];
  while (r < reference.length && c < current.length) {
    const value = Math.min(reference[r]!, current[c]!);
    while (r < reference.length && reference[r]! <= value) r += 1;
    while (c < current.length && current[c]! <= value) c += 1;
    largest = Math.max(largest, Math.abs(r / reference.length - c / current.length));
  }
  return largest;
}
