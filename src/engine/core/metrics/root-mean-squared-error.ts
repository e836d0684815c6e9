import type { MetricDescriptor, Weights } from './metric-descriptor.ts';
import type { RegressionSample } from './regression-sample.ts';

export const rmseDescriptor = {
  name: 'rmse',
  title: 'RMSE',
  goal: 'minimize',
  unit: 'target',
  explanation: 'Root of the mean squared error: large errors weigh most.',
  source: 'As sklearn.metrics.root_mean_squared_error',
} as const satisfies MetricDescriptor;

/** NaN without rows. */
export function rootMeanSquaredError({ truth, predicted }: RegressionSample, weights?: Weights): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < truth.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    const error = truth[row]! - predicted[row]!;
    sum += weight * error * error;
    count += weight;
  }
  return Math.sqrt(sum / count);
}
