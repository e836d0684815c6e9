import type { MetricDescriptor } from './metric-descriptor.ts';
import type { RegressionSample } from './regression-sample.ts';

export const maxErrorDescriptor = {
  name: 'max_error',
  title: 'Largest error',
  goal: 'minimize',
  unit: 'target',
  explanation: 'The error of the worst row. It grows with the number of rows and has no bootstrap interval.',
  source: 'As sklearn.metrics.max_error',
} as const satisfies MetricDescriptor;

/** NaN without rows. */
export function maxError({ truth, predicted }: RegressionSample): number {
  if (truth.length === 0) return Number.NaN;
  let largest = 0;
  for (let row = 0; row < truth.length; row++) {
    largest = Math.max(largest, Math.abs(truth[row]! - predicted[row]!));
  }
  return largest;
}
