import type { MetricDescriptor, Weights } from './metric-descriptor.ts';
import type { RegressionSample } from './regression-sample.ts';

export const mapeDescriptor = {
  name: 'mape',
  title: 'Mean absolute percentage error',
  goal: 'minimize',
  unit: 'share',
  explanation:
    'Mean of |error| / |true value|, as a share. Misleading where true values come near 0, and it favours predictions that are too low.',
  source:
    'As sklearn.metrics.mean_absolute_percentage_error, but undefined instead of huge when a true value is 0',
} as const satisfies MetricDescriptor;

/** NaN when a true value is 0, where the error has no percentage, and without rows. */
export function meanAbsolutePercentageError(
  { truth, predicted }: RegressionSample,
  weights?: Weights,
): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < truth.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    if (weight === 0) continue;
    if (truth[row] === 0) return Number.NaN;
    sum += weight * Math.abs((truth[row]! - predicted[row]!) / truth[row]!);
    count += weight;
  }
  return sum / count;
}
