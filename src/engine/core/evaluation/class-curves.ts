import type { PrecisionRecallCurve, RocCurve } from '../../../shared/model/evaluation-report.ts';
import { averagePrecision } from '../metrics/average-precision.ts';
import type { BinarySample } from '../metrics/binary-sample.ts';
import { precisionRecallCurve } from '../metrics/precision-recall-curve.ts';
import { rocAuc } from '../metrics/roc-auc.ts';
import { rocCurve } from '../metrics/roc-curve.ts';
import { thinCurve } from '../metrics/thin-curve.ts';

const pointsPerCurve = 500;
const pointsOfAllCurves = 2600;
const fewestPoints = 50;

/** 500 points a curve draw it exactly on any screen; with many classes the report would grow to megabytes. */
export function curvePointLimit(curves: number): number {
  return Math.max(fewestPoints, Math.min(pointsPerCurve, Math.floor(pointsOfAllCurves / curves)));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

export function rocOfClass({
  label,
  sample,
  pointLimit,
}: {
  readonly label: string;
  readonly sample: BinarySample;
  readonly pointLimit: number;
}): RocCurve {
  const exact = rocCurve(sample);
  const points = thinCurve({
    points: exact,
    x: (point) => point.falsePositiveRate,
    y: (point) => point.truePositiveRate,
    limit: pointLimit,
  }).map((point) => ({ ...point, threshold: finiteOrNull(point.threshold) }));
  return { label, auc: finiteOrNull(rocAuc(sample)), totalPoints: exact.length, points };
}

export function precisionRecallOfClass({
  label,
  sample,
  pointLimit,
}: {
  readonly label: string;
  readonly sample: BinarySample;
  readonly pointLimit: number;
}): PrecisionRecallCurve {
  const exact = precisionRecallCurve(sample);
  const points = thinCurve({
    points: exact,
    x: (point) => point.recall,
    y: (point) => point.precision,
    limit: pointLimit,
  }).map((point) => ({ ...point, threshold: finiteOrNull(point.threshold) }));
  const positives = sample.truth.reduce((sum, truth) => sum + truth, 0);
  return {
    label,
    averagePrecision: finiteOrNull(averagePrecision(sample)),
    baseline: sample.truth.length === 0 ? 0 : positives / sample.truth.length,
    totalPoints: exact.length,
    points,
  };
}
