import type { MetricDescriptor, Weights } from './metric-descriptor.ts';
import type { RegressionSample } from './regression-sample.ts';

export const maeDescriptor = {
  name: 'mae',
  title: 'Mean absolute error',
  goal: 'minimize',
  unit: 'target',
  explanation: 'The error of a typical row, each unit weighing the same.',
  source: 'As sklearn.metrics.mean_absolute_error',
} as const satisfies MetricDescriptor;

/** NaN without rows. */
export function meanAbsoluteError({ truth, predicted }: RegressionSample, weights?: Weights): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < truth.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    sum += weight * Math.abs(truth[row]! - predicted[row]!);
    count += weight;
  }
  return sum / count;
}
