import type { BestThreshold, ThresholdCounts } from '../../../shared/model/evaluation-report.ts';
import { bestF1Threshold, bestYoudenThreshold } from '../metrics/best-threshold.ts';
import { binaryCounts } from '../metrics/binary-counts.ts';
import type { BinarySample } from '../metrics/binary-sample.ts';

const steps = 100;

/** The four counts at 0.00, 0.01 … 1.00. */
export function thresholdSweep(sample: BinarySample): ThresholdCounts[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const threshold = step / steps;
    return { threshold, ...binaryCounts({ sample, threshold }) };
  });
}

export function bestThresholds(sample: BinarySample): BestThreshold[] {
  const f1 = bestF1Threshold(sample);
  const youden = bestYoudenThreshold(sample);
  return [
    ...(f1 ? [{ criterion: 'f1' as const, title: 'Highest F1', ...f1 }] : []),
    ...(youden
      ? [{ criterion: 'youden' as const, title: 'Highest recall + specificity (Youden)', ...youden }]
      : []),
  ];
}
