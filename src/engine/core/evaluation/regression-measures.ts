import { maxError, maxErrorDescriptor } from '../metrics/max-error.ts';
import { maeDescriptor, meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { mapeDescriptor, meanAbsolutePercentageError } from '../metrics/mean-absolute-percentage-error.ts';
import { medianAbsoluteError, medianAbsoluteErrorDescriptor } from '../metrics/median-absolute-error.ts';
import type { Weights } from '../metrics/metric-descriptor.ts';
import { rSquared, rSquaredDescriptor } from '../metrics/r-squared.ts';
import type { RegressionSample } from '../metrics/regression-sample.ts';
import { rmseDescriptor, rootMeanSquaredError } from '../metrics/root-mean-squared-error.ts';
import type { Measure } from './measure.ts';

export interface RegressionFacts {
  /** Rows by ascending absolute error, so that the median needs no sort of its own. */
  readonly sample: RegressionSample;
  readonly absoluteErrors: Float64Array;
  readonly weights: Weights | undefined;
}

const noRows = 'There is no row to score.';

export const regressionMeasures: readonly Measure<RegressionFacts>[] = [
  {
    descriptor: rmseDescriptor,
    of: ({ sample, weights }) => rootMeanSquaredError(sample, weights),
    undefinedBecause: noRows,
  },
  {
    descriptor: maeDescriptor,
    of: ({ sample, weights }) => meanAbsoluteError(sample, weights),
    undefinedBecause: noRows,
  },
  {
    descriptor: rSquaredDescriptor,
    of: ({ sample, weights }) => rSquared(sample, weights),
    undefinedBecause: 'All true values are equal.',
  },
  {
    descriptor: medianAbsoluteErrorDescriptor,
    of: ({ absoluteErrors, weights }) => medianAbsoluteError(absoluteErrors, weights),
    undefinedBecause: noRows,
  },
  {
    descriptor: mapeDescriptor,
    of: ({ sample, weights }) => meanAbsolutePercentageError(sample, weights),
    undefinedBecause: 'A true value is 0, where an error has no percentage.',
  },
  {
    descriptor: maxErrorDescriptor,
    of: ({ sample }) => maxError(sample),
    undefinedBecause: noRows,
    hasInterval: false,
  },
];

export function regressionFacts(sample: RegressionSample): (weights?: Weights) => RegressionFacts {
  const errors = sample.truth.map((truth, row) => Math.abs(truth - sample.predicted[row]!));
  const order = Uint32Array.from(errors, (_, row) => row).sort((a, b) => errors[a]! - errors[b]!);
  const sorted = {
    truth: Float64Array.from(order, (row) => sample.truth[row]!),
    predicted: Float64Array.from(order, (row) => sample.predicted[row]!),
  };
  const absoluteErrors = Float64Array.from(order, (row) => errors[row]!);
  return (weights) => ({ sample: sorted, absoluteErrors, weights });
}
