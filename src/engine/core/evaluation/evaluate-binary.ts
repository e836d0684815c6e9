import type { EvaluationReport } from '../../../shared/model/evaluation-report.ts';
import { binarySample } from '../metrics/binary-sample.ts';
import { classCounts } from '../metrics/class-counts.ts';
import { rocAuc } from '../metrics/roc-auc.ts';
import { binaryFacts, binaryMeasures } from './binary-measures.ts';
import { calibrationReport } from './calibration-report.ts';
import { curvePointLimit, precisionRecallOfClass, rocOfClass } from './class-curves.ts';
import { classScores, confusionMatrix } from './class-scores.ts';
import { type BootstrapSettings, evaluateMeasures } from './measure.ts';
import { bestThresholds, thresholdSweep } from './threshold-sweep.ts';

export type ReportBody = Pick<
  EvaluationReport,
  | 'metrics'
  | 'positiveClass'
  | 'threshold'
  | 'confusion'
  | 'classes'
  | 'roc'
  | 'precisionRecall'
  | 'calibration'
  | 'thresholds'
  | 'bestThresholds'
  | 'residuals'
>;

/** `truth` holds 0 or 1, `scores` the probability of class 1, which is the positive one. */
export async function evaluateBinary({
  truth,
  scores,
  classes,
  threshold,
  bootstrap,
}: {
  readonly truth: Int32Array;
  readonly scores: Float64Array;
  readonly classes: readonly string[];
  readonly threshold: number;
  readonly bootstrap: BootstrapSettings;
}): Promise<ReportBody> {
  const sample = binarySample({ truth, scores });
  const metrics = await evaluateMeasures({
    measures: binaryMeasures,
    factsOf: binaryFacts({ sample, threshold }),
    rowCount: truth.length,
    bootstrap,
  });
  const predicted = Int32Array.from(scores, (score) => (score >= threshold ? 1 : 0));
  const counts = classCounts({ truth, predicted, classCount: 2 });
  const auc = rocAuc(sample);
  const label = classes[1] ?? '';
  const curve = { label, sample, pointLimit: curvePointLimit(1) };
  return {
    metrics,
    positiveClass: label,
    threshold,
    confusion: confusionMatrix({ classes, counts }),
    classes: classScores({ classes, counts, aucs: [auc, auc] }),
    roc: [rocOfClass(curve)],
    precisionRecall: [precisionRecallOfClass(curve)],
    calibration: calibrationReport({ kind: 'positive', outcomes: truth, probabilities: scores }),
    thresholds: thresholdSweep(sample),
    bestThresholds: bestThresholds(sample),
    residuals: null,
  };
}
