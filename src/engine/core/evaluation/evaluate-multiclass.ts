import { binarySample } from '../metrics/binary-sample.ts';
import { classCounts } from '../metrics/class-counts.ts';
import { logLossOfRow } from '../metrics/log-loss.ts';
import { rocAuc } from '../metrics/roc-auc.ts';
import { calibrationReport } from './calibration-report.ts';
import { curvePointLimit, precisionRecallOfClass, rocOfClass } from './class-curves.ts';
import { classScores, confusionMatrix } from './class-scores.ts';
import type { ReportBody } from './evaluate-binary.ts';
import { type BootstrapSettings, evaluateMeasures } from './measure.ts';
import { multiclassFacts, multiclassMeasures } from './multiclass-measures.ts';

/** `probabilities` is row-major: [rows × classes]. The prediction is the first of the most probable classes. */
export async function evaluateMulticlass({
  truth,
  probabilities,
  classes,
  bootstrap,
}: {
  readonly truth: Int32Array;
  readonly probabilities: Float64Array;
  readonly classes: readonly string[];
  readonly bootstrap: BootstrapSettings;
}): Promise<ReportBody> {
  const classCount = classes.length;
  const probabilityOf = (row: number, label: number) => probabilities[row * classCount + label]!;
  const predicted = truth.map((_, row) => mostProbable({ probabilities, row, classCount }));
  const samples = classes.map((_, label) =>
    binarySample({
      truth: truth.map((actual) => (actual === label ? 1 : 0)),
      scores: Float64Array.from(truth, (_, row) => probabilityOf(row, label)),
    }),
  );
  const logLosses = Float64Array.from(truth, (label, row) => logLossOfRow(probabilityOf(row, label)));
  const metrics = await evaluateMeasures({
    measures: multiclassMeasures,
    factsOf: multiclassFacts({ truth, predicted, logLosses, samples }),
    rowCount: truth.length,
    bootstrap,
  });
  const counts = classCounts({ truth, predicted, classCount });
  const curves = samples.map((sample, index) => ({
    label: classes[index] ?? '',
    sample,
    pointLimit: curvePointLimit(classCount),
  }));
  return {
    metrics,
    positiveClass: null,
    threshold: null,
    confusion: confusionMatrix({ classes, counts }),
    classes: classScores({ classes, counts, aucs: samples.map((sample) => rocAuc(sample)) }),
    roc: curves.map(rocOfClass),
    precisionRecall: curves.map(precisionRecallOfClass),
    calibration: calibrationReport({
      kind: 'top-label',
      outcomes: predicted.map((label, row) => (label === truth[row] ? 1 : 0)),
      probabilities: Float64Array.from(predicted, (label, row) => probabilityOf(row, label)),
    }),
    thresholds: [],
    bestThresholds: [],
    residuals: null,
  };
}

function mostProbable({
  probabilities,
  row,
  classCount,
}: {
  probabilities: Float64Array;
  row: number;
  classCount: number;
}): number {
  let best = 0;
  for (let label = 1; label < classCount; label++) {
    if (probabilities[row * classCount + label]! > probabilities[row * classCount + best]!) best = label;
  }
  return best;
}
