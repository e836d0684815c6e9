import type { RegressionSample } from '../metrics/regression-sample.ts';
import type { ReportBody } from './evaluate-binary.ts';
import { type BootstrapSettings, evaluateMeasures } from './measure.ts';
import { regressionFacts, regressionMeasures } from './regression-measures.ts';
import { residualReport } from './residual-report.ts';

export async function evaluateRegression({
  sample,
  bootstrap,
}: {
  readonly sample: RegressionSample;
  readonly bootstrap: BootstrapSettings;
}): Promise<ReportBody> {
  return {
    metrics: await evaluateMeasures({
      measures: regressionMeasures,
      factsOf: regressionFacts(sample),
      rowCount: sample.truth.length,
      bootstrap,
    }),
    positiveClass: null,
    threshold: null,
    confusion: null,
    classes: [],
    roc: [],
    precisionRecall: [],
    calibration: null,
    thresholds: [],
    bestThresholds: [],
    residuals: residualReport({ sample, seed: bootstrap.seed }),
  };
}
