import { accuracy, accuracyDescriptor } from '../metrics/accuracy.ts';
import { averagePrecision, averagePrecisionDescriptor } from '../metrics/average-precision.ts';
import { balancedAccuracy, balancedAccuracyDescriptor } from '../metrics/balanced-accuracy.ts';
import { type BinaryCounts, binaryCounts } from '../metrics/binary-counts.ts';
import type { BinarySample } from '../metrics/binary-sample.ts';
import { brierScoreDescriptor, brierScoreOfRow } from '../metrics/brier-score.ts';
import { f1Descriptor, f1Score } from '../metrics/f1-score.ts';
import { logLossDescriptor, logLossOfRow } from '../metrics/log-loss.ts';
import { matthewsCorrelation, matthewsDescriptor } from '../metrics/matthews-correlation.ts';
import type { Weights } from '../metrics/metric-descriptor.ts';
import { precision, precisionDescriptor } from '../metrics/precision.ts';
import { recall, recallDescriptor } from '../metrics/recall.ts';
import { rocAuc, rocAucDescriptor } from '../metrics/roc-auc.ts';
import { weightedMean } from '../metrics/weighted-mean.ts';
import type { Measure } from './measure.ts';

export interface BinaryFacts {
  readonly sample: BinarySample;
  readonly counts: BinaryCounts;
  readonly logLosses: Float64Array;
  readonly brierScores: Float64Array;
  readonly weights: Weights | undefined;
}

const oneClassOnly = 'The rows have only one class.';
const noRows = 'There is no row to score.';

export const binaryMeasures: readonly Measure<BinaryFacts>[] = [
  {
    descriptor: rocAucDescriptor,
    of: ({ sample, weights }) => rocAuc(sample, weights),
    undefinedBecause: oneClassOnly,
  },
  {
    descriptor: averagePrecisionDescriptor,
    of: ({ sample, weights }) => averagePrecision(sample, weights),
    undefinedBecause: 'No row is positive.',
  },
  {
    descriptor: logLossDescriptor,
    of: ({ logLosses, weights }) => weightedMean(logLosses, weights),
    undefinedBecause: noRows,
  },
  {
    descriptor: brierScoreDescriptor,
    of: ({ brierScores, weights }) => weightedMean(brierScores, weights),
    undefinedBecause: noRows,
  },
  { descriptor: accuracyDescriptor, of: ({ counts }) => accuracy(counts), undefinedBecause: noRows },
  {
    descriptor: balancedAccuracyDescriptor,
    of: ({ counts }) => balancedAccuracy(counts),
    undefinedBecause: oneClassOnly,
  },
  {
    descriptor: precisionDescriptor,
    of: ({ counts }) => precision(counts),
    undefinedBecause: 'No row is called positive at this threshold.',
  },
  {
    descriptor: recallDescriptor,
    of: ({ counts }) => recall(counts),
    undefinedBecause: 'No row is positive.',
  },
  {
    descriptor: f1Descriptor,
    of: ({ counts }) => f1Score(counts),
    undefinedBecause: 'No row is positive or called so.',
  },
  {
    descriptor: matthewsDescriptor,
    of: ({ counts }) => matthewsCorrelation(counts),
    undefinedBecause: noRows,
  },
];

/** Sorts and computes what resamples share once; what depends on the weights each time. */
export function binaryFacts({
  sample,
  threshold,
}: {
  readonly sample: BinarySample;
  readonly threshold: number;
}): (weights?: Weights) => BinaryFacts {
  const logLosses = sample.scores.map((score, row) =>
    logLossOfRow(sample.truth[row] === 1 ? score : 1 - score),
  );
  const brierScores = sample.scores.map((score, row) =>
    brierScoreOfRow({ isPositive: sample.truth[row] === 1, probability: score }),
  );
  return (weights) => ({
    sample,
    counts: binaryCounts({ sample, threshold, weights }),
    logLosses,
    brierScores,
    weights,
  });
}
