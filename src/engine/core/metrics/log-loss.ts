import type { MetricDescriptor } from './metric-descriptor.ts';

export const logLossDescriptor = {
  name: 'log_loss',
  title: 'Log loss',
  goal: 'minimize',
  explanation: 'Mean of −log(probability given to the true class): punishes confident mistakes.',
  source: 'Natural logarithm, probabilities kept within 2⁻⁵² of 0 and 1, as sklearn.metrics.log_loss',
} as const satisfies MetricDescriptor;

/** The loss of one row from the probability of its true class. A certain mistake costs 36 instead of infinity. */
export function logLossOfRow(probabilityOfTruth: number): number {
  return -Math.log(Math.min(Math.max(probabilityOfTruth, Number.EPSILON), 1 - Number.EPSILON));
}
