import type { Calibration } from '../../../shared/model/evaluation-report.ts';
import { calibrationBins, expectedCalibrationError } from '../metrics/calibration-curve.ts';

/** null without rows. */
export function calibrationReport({
  kind,
  outcomes,
  probabilities,
}: {
  readonly kind: Calibration['kind'];
  readonly outcomes: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}): Calibration | null {
  const bins = calibrationBins({ outcomes, probabilities });
  if (bins.length === 0) return null;
  return { kind, expectedCalibrationError: expectedCalibrationError(bins), bins };
}
