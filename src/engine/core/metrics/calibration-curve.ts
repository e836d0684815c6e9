import { quantile } from '../statistics/quantile.ts';
import { countBelow } from '../statistics/sorted-search.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';

export interface CalibrationBin {
  readonly count: number;
  readonly meanPredicted: number;
  readonly observedShare: number;
  /** 95 % Wilson interval of the observed share. */
  readonly low: number;
  readonly high: number;
}

/**
 * Bins of about equal count by predicted probability, with the share of rows where it happened. Edges are quantiles (type 7), so
 * equal probabilities are never torn apart; empty bins are left out. Equal to sklearn.calibration.calibration_curve(strategy='quantile').
 */
export function calibrationBins({
  outcomes,
  probabilities,
  bins = 10,
}: {
  /** 1 where it happened, else 0. */
  readonly outcomes: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly bins?: number;
}): CalibrationBin[] {
  const sorted = Float64Array.from(probabilities).sort();
  const inner = Array.from({ length: bins - 1 }, (_, index) => quantile(sorted, (index + 1) / bins));
  const totals = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, happened: 0 }));
  for (let row = 0; row < probabilities.length; row++) {
    const total = totals[countBelow(inner, probabilities[row]!)]!;
    total.count += 1;
    total.predicted += probabilities[row]!;
    total.happened += outcomes[row]!;
  }
  return totals
    .filter(({ count }) => count > 0)
    .map(({ count, predicted, happened }) => ({
      count,
      meanPredicted: predicted / count,
      observedShare: happened / count,
      ...wilsonInterval({ successes: happened, trials: count }),
    }));
}

/** Expected calibration error (Naeini, Cooper and Hauskrecht 2015): the gaps of the bins, weighted by rows. NaN without rows. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const rows = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, meanPredicted, observedShare }) =>
      sum + (count / rows) * Math.abs(meanPredicted - observedShare),
    bins.length === 0 ? Number.NaN : 0,
  );
}
