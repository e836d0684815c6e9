import type { MetricDescriptor, Weights } from './metric-descriptor.ts';
import type { RegressionSample } from './regression-sample.ts';
import { weightedMean } from './weighted-mean.ts';

export const rSquaredDescriptor = {
  name: 'r2',
  title: 'R²',
  goal: 'maximize',
  explanation:
    'Share of the variance that is explained; 0 is as good as always saying the mean, below 0 worse.',
  source: '1 − SS(residual) / SS(total) about the mean of these rows, as sklearn.metrics.r2_score',
} as const satisfies MetricDescriptor;

/** NaN when all true values are equal or there are fewer than two rows. */
export function rSquared({ truth, predicted }: RegressionSample, weights?: Weights): number {
  const mean = weightedMean(truth, weights);
  let residual = 0;
  let total = 0;
  for (let row = 0; row < truth.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    residual += weight * (truth[row]! - predicted[row]!) ** 2;
    total += weight * (truth[row]! - mean) ** 2;
  }
  return total > 0 ? 1 - residual / total : Number.NaN;
}
