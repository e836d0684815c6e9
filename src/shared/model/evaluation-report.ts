import { z } from 'zod';
import { metricGoal } from './metric-goal.ts';
import { task } from './signature.ts';

/**
 * What an evaluation found, complete enough to be drawn and to be recomputed. It is plain JSON: a number that does not exist
 * (a metric of one class only, an infinite threshold) is null.
 */

export const evaluatedMetric = z.object({
  name: z.string(),
  title: z.string(),
  goal: metricGoal,
  /** Absent when the metric is a plain number. 'target' means the unit of the predicted column. */
  unit: z.string().optional(),
  explanation: z.string(),
  /** Where the formula comes from. */
  source: z.string(),
  /** null where the metric is undefined on these rows; `undefinedBecause` says why. */
  value: z.number().nullable(),
  /** Bootstrap interval at `EvaluationReport.intervals.level`; null when too few resamples had a value. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  undefinedBecause: z.string().optional(),
});
export type EvaluatedMetric = z.infer<typeof evaluatedMetric>;

/** `counts[true class][predicted class]`, both in the order of `labels`. */
export const confusionMatrix = z.object({
  labels: z.array(z.string()),
  counts: z.array(z.array(z.number().int())),
});
export type ConfusionMatrix = z.infer<typeof confusionMatrix>;

export const classScore = z.object({
  label: z.string(),
  /** Rows that truly are of this class. */
  support: z.number().int(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
  auc: z.number().nullable(),
});
export type ClassScore = z.infer<typeof classScore>;

/** One class against the rest. `points.length` of `totalPoints` exact points are kept; none is interpolated. */
export const rocCurve = z.object({
  label: z.string(),
  auc: z.number().nullable(),
  totalPoints: z.number().int(),
  points: z.array(
    z.object({
      falsePositiveRate: z.number(),
      truePositiveRate: z.number(),
      /** Scores at or above it are called positive; null for the first point, where nothing is. */
      threshold: z.number().nullable(),
    }),
  ),
});
export type RocCurve = z.infer<typeof rocCurve>;

export const precisionRecallCurve = z.object({
  label: z.string(),
  averagePrecision: z.number().nullable(),
  /** Share of positive rows: the precision of a model that knows nothing. */
  baseline: z.number(),
  totalPoints: z.number().int(),
  points: z.array(z.object({ recall: z.number(), precision: z.number(), threshold: z.number().nullable() })),
});
export type PrecisionRecallCurve = z.infer<typeof precisionRecallCurve>;

export const calibration = z.object({
  /** 'positive': probability of the positive class against its share. 'top-label': confidence of the predicted class against accuracy. */
  kind: z.enum(['positive', 'top-label']),
  /** Expected calibration error: mean gap between predicted and observed, weighted by rows. */
  expectedCalibrationError: z.number(),
  bins: z.array(
    z.object({
      count: z.number().int(),
      meanPredicted: z.number(),
      observedShare: z.number(),
      /** 95 % Wilson interval of `observedShare`. */
      low: z.number(),
      high: z.number(),
    }),
  ),
});
export type Calibration = z.infer<typeof calibration>;

export const thresholdCounts = z.object({
  threshold: z.number(),
  truePositives: z.number().int(),
  falsePositives: z.number().int(),
  falseNegatives: z.number().int(),
  trueNegatives: z.number().int(),
});
export type ThresholdCounts = z.infer<typeof thresholdCounts>;

export const bestThreshold = z.object({
  criterion: z.enum(['f1', 'youden']),
  title: z.string(),
  threshold: z.number(),
  value: z.number(),
});
export type BestThreshold = z.infer<typeof bestThreshold>;

/** Residual = true value − predicted value, in the unit of the target. */
export const residuals = z.object({
  mean: z.number(),
  standardDeviation: z.number(),
  quantiles: z.array(z.object({ share: z.number(), value: z.number() })),
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.number().int() })),
  /** A seeded random sample of rows for a scatter plot: `sample.length` of `totalRows`. */
  sample: z.array(z.object({ truth: z.number(), predicted: z.number(), residual: z.number() })),
  totalRows: z.number().int(),
});
export type Residuals = z.infer<typeof residuals>;

export const evaluationReport = z.object({
  method: z.object({ name: z.literal('modelyard.evaluation'), version: z.number().int() }),
  task,
  rows: z.object({
    total: z.number().int(),
    used: z.number().int(),
    /** Rows without a true value. */
    missingTruth: z.number().int(),
    /** Rows whose true label the model does not know. */
    unknownLabel: z.number().int(),
    /** Rows for which the model gave no finite number. */
    missingPrediction: z.number().int(),
  }),
  /** What a reader must know before trusting the numbers, in sentences. */
  notes: z.array(z.string()),
  metrics: z.array(evaluatedMetric),
  intervals: z.object({
    method: z.literal('percentile bootstrap over rows'),
    level: z.number(),
    resamples: z.number().int(),
    seed: z.number().int(),
  }),
  /** Binary only: the label of the positive class and the threshold of the threshold metrics. */
  positiveClass: z.string().nullable(),
  threshold: z.number().nullable(),
  confusion: confusionMatrix.nullable(),
  classes: z.array(classScore),
  roc: z.array(rocCurve),
  precisionRecall: z.array(precisionRecallCurve),
  calibration: calibration.nullable(),
  /** Binary only: the counts at 0.00, 0.01 … 1.00, so that a slider needs no data. */
  thresholds: z.array(thresholdCounts),
  bestThresholds: z.array(bestThreshold),
  residuals: residuals.nullable(),
});
export type EvaluationReport = z.infer<typeof evaluationReport>;
