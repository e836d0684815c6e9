import type { MetricDescriptor } from './metric-descriptor.ts';

export const brierScoreDescriptor = {
  name: 'brier_score',
  title: 'Brier score',
  goal: 'minimize',
  explanation:
    'Mean squared gap between the probability and what happened (0 or 1): ranking and calibration in one.',
  source: 'Brier (1950), in its binary form between 0 and 1, as sklearn.metrics.brier_score_loss',
} as const satisfies MetricDescriptor;

export function brierScoreOfRow({
  isPositive,
  probability,
}: {
  isPositive: boolean;
  probability: number;
}): number {
  return (probability - (isPositive ? 1 : 0)) ** 2;
}
