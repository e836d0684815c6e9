import { standardDeviation } from '../statistics/moments.ts';
import type { DriftDescriptor } from './drift-descriptor.ts';

export const wassersteinDescriptor = {
  name: 'wasserstein_per_sd',
  title: 'Wasserstein distance in standard deviations',
  explanation: 'How far the values moved on average, in standard deviations of the reference.',
  source: 'Area between the cumulative distributions, as scipy.stats.wasserstein_distance',
} as const satisfies DriftDescriptor;

/** First Wasserstein distance of two ascending samples, finite and not empty, in their own unit. */
export function wassersteinDistance(reference: Float64Array, current: Float64Array): number {
  let distance = 0;
  let [r, c] = [0, 0];
  let previous = Math.min(reference[0]!, current[0]!);
  while (r < reference.length || c < current.length) {
    const gap = Math.abs(r / reference.length - c / current.length);
    const value = Math.min(reference[r] ?? Number.POSITIVE_INFINITY, current[c] ?? Number.POSITIVE_INFINITY);
    distance += gap * (value - previous);
    previous = value;
    while (r < reference.length && reference[r]! <= value) r += 1;
    while (c < current.length && current[c]! <= value) c += 1;
  }
  return distance;
}

/** As Evidently 0.7 norms it: divided by the reference's standard deviation (ddof 0), at least 0.001. */
export function normedWasserstein(reference: Float64Array, current: Float64Array): number {
  return wassersteinDistance(reference, current) / Math.max(standardDeviation(reference), 0.001);
}
