import type { BinarySample } from './binary-sample.ts';
import type { MetricDescriptor, Weights } from './metric-descriptor.ts';

export const averagePrecisionDescriptor = {
  name: 'average_precision',
  title: 'Average precision',
  goal: 'maximize',
  explanation:
    'Precision averaged over all recall steps; compare it with the share of positive rows, which is guessing.',
  source: 'Σ (Rₙ − Rₙ₋₁)·Pₙ without interpolation, as sklearn.metrics.average_precision_score',
} as const satisfies MetricDescriptor;

/** NaN when there is no positive row. */
export function averagePrecision({ truth, groupEnds }: BinarySample, weights?: Weights): number {
  let positives = 0;
  let rows = 0;
  let sum = 0;
  let row = 0;
  for (let group = 0; group < groupEnds.length; group++) {
    const end = groupEnds[group]!;
    let groupPositives = 0;
    for (; row < end; row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      rows += weight;
      groupPositives += weight * truth[row]!;
    }
    if (groupPositives === 0) continue;
    positives += groupPositives;
    sum += groupPositives * (positives / rows);
  }
  return sum / positives;
}
