import { accuracyDescriptor } from '../metrics/accuracy.ts';
import type { BinarySample } from '../metrics/binary-sample.ts';
import { type ClassCounts, classCounts } from '../metrics/class-counts.ts';
import { logLossDescriptor } from '../metrics/log-loss.ts';
import { macroAuc, macroAucDescriptor } from '../metrics/macro-auc.ts';
import type { Weights } from '../metrics/metric-descriptor.ts';
import { multiclassAccuracy } from '../metrics/multiclass-accuracy.ts';
import { macroF1, macroF1Descriptor, weightedF1, weightedF1Descriptor } from '../metrics/multiclass-f1.ts';
import { rocAuc } from '../metrics/roc-auc.ts';
import { weightedMean } from '../metrics/weighted-mean.ts';
import type { Measure } from './measure.ts';

export interface MulticlassFacts {
  readonly counts: ClassCounts;
  readonly classAucs: readonly number[];
  readonly logLosses: Float64Array;
  readonly weights: Weights | undefined;
}

const noRows = 'There is no row to score.';

export const multiclassMeasures: readonly Measure<MulticlassFacts>[] = [
  {
    descriptor: accuracyDescriptor,
    of: ({ counts }) => multiclassAccuracy(counts),
    undefinedBecause: noRows,
  },
  { descriptor: macroF1Descriptor, of: ({ counts }) => macroF1(counts), undefinedBecause: noRows },
  { descriptor: weightedF1Descriptor, of: ({ counts }) => weightedF1(counts), undefinedBecause: noRows },
  {
    descriptor: logLossDescriptor,
    of: ({ logLosses, weights }) => weightedMean(logLosses, weights),
    undefinedBecause: noRows,
  },
  {
    descriptor: macroAucDescriptor,
    of: ({ classAucs }) => macroAuc(classAucs),
    undefinedBecause: 'A class of the model has no row.',
  },
];

export function multiclassFacts({
  truth,
  predicted,
  logLosses,
  samples,
}: {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly logLosses: Float64Array;
  /** One a class: that class against the rest. */
  readonly samples: readonly BinarySample[];
}): (weights?: Weights) => MulticlassFacts {
  const reordered = new Float64Array(truth.length);
  const aucOf = (sample: BinarySample, weights: Weights | undefined) => {
    if (weights === undefined) return rocAuc(sample);
    for (let place = 0; place < reordered.length; place++) reordered[place] = weights[sample.order[place]!]!;
    return rocAuc(sample, reordered);
  };
  return (weights) => ({
    counts: classCounts({ truth, predicted, classCount: samples.length, weights }),
    classAucs: samples.map((sample) => aucOf(sample, weights)),
    logLosses,
    weights,
  });
}
