import { summarizeGroup } from '../../src/engine/core/comparison/summarize-group.ts';
import { binnedMeans } from '../../src/engine/core/comparison/surface/binned-means.ts';
import { kernelMean, scottBandwidth } from '../../src/engine/core/comparison/surface/kernel-field.ts';
import { holm } from '../../src/engine/core/statistics/adjust-p-values.ts';
import { bcaMeanDifference } from '../../src/engine/core/statistics/bca-interval.ts';
import { boxPlot } from '../../src/engine/core/statistics/box-plot.ts';
import { hedgesG } from '../../src/engine/core/statistics/hedges-g.ts';
import { kruskalWallis } from '../../src/engine/core/statistics/kruskal-wallis.ts';
import { linearTrend } from '../../src/engine/core/statistics/linear-trend.ts';
import { mannWhitney } from '../../src/engine/core/statistics/mann-whitney.ts';
import { pairedT } from '../../src/engine/core/statistics/paired-t.ts';
import { spearman } from '../../src/engine/core/statistics/spearman.ts';
import { studentQuantile } from '../../src/engine/core/statistics/student-t.ts';
import { superiority } from '../../src/engine/core/statistics/superiority.ts';
import { welchAnova } from '../../src/engine/core/statistics/welch-anova.ts';
import { type MeanTest, welchT } from '../../src/engine/core/statistics/welch-t.ts';
import { wilcoxonSignedRank } from '../../src/engine/core/statistics/wilcoxon-signed-rank.ts';
import { exponentialAverage } from '../../src/shared/model/series/exponential-average.ts';
import { gaussianAverage } from '../../src/shared/model/series/gaussian-average.ts';
import { lowess } from '../../src/shared/model/series/lowess.ts';
import { runningMean } from '../../src/shared/model/series/running-mean.ts';
import { timeWeightedAverage } from '../../src/shared/model/series/time-weighted-average.ts';

/** What a peer answers: numbers and columns by name, null for what is no number. */
export type Answer = Readonly<Record<string, number | null | undefined | ArrayLike<number | null>>>;

// biome-ignore lint/suspicious/noExplicitAny: cases are JSON, made by the same names on the other side.
type Given = any;

const column = (values: readonly (number | null)[]) =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

const meanAnswer = ({ interval, ...test }: MeanTest): Answer => ({
  statistic: test.statistic,
  pValue: test.pValue,
  degreesOfFreedom: test.degreesOfFreedom,
  ...interval,
});

/** Our answers to the questions of test/fixtures/statistics/comparison_peers.py, by the same names. */
export const ourAnswers: Readonly<Record<string, (given: Given) => Answer>> = {
  summary: ({ values }) => {
    const { n, interval, quantiles, ...rest } = summarizeGroup(values);
    return { ...rest, n, ...interval, quantiles: quantiles.map(({ value }) => value) };
  },
  welch: (sides) => meanAnswer(welchT(sides)),
  paired: (sides) => meanAnswer(pairedT(sides)),
  mannWhitney: ({ reference, candidate }) => {
    const { u, pValue } = mannWhitney(candidate, reference);
    return { statistic: u, pValue };
  },
  wilcoxon: ({ differences }) => {
    const { statistic, pValue } = wilcoxonSignedRank(differences);
    return { statistic, pValue };
  },
  anova: ({ groups }) => ({ ...welchAnova(groups) }),
  kruskal: ({ groups }) => ({ ...kruskalWallis(groups) }),
  spearman: ({ first, second }) => ({ ...spearman(first, second) }),
  effects: (sides) => ({ hedgesG: hedgesG(sides), cliffsDelta: 2 * superiority(sides) - 1 }),
  holm: ({ pValues }) => ({ adjusted: holm(pValues) }),
  studentQuantile: ({ p, degrees }) => ({ t: studentQuantile(p, degrees) }),
  bca: (sides) => ({ ...bcaMeanDifference({ ...sides, resamples: 100_000, seed: 1 }) }),
  trend: (points) => {
    const found = linearTrend(points);
    return {
      slope: found?.slope,
      intercept: found?.intercept,
      pValue: found?.pValue,
      rSquared: found?.rSquared,
      slopeLow: found?.slopeInterval?.low,
      slopeHigh: found?.slopeInterval?.high,
      bandLow: found?.band.map(({ low }) => low) ?? [],
      bandHigh: found?.band.map(({ high }) => high) ?? [],
    };
  },
  binned: ({ x, y, value, xEdges, yEdges }) => {
    const { means, counts } = binnedMeans({ x, y, value }, { xEdges, yEdges });
    return { means: means.flat(), counts: counts.flat() };
  },
  kernel: ({ x, y, value, atX, atY }) => {
    const bandwidth = { x: scottBandwidth(x), y: scottBandwidth(y) };
    return {
      bandwidths: [bandwidth.x, bandwidth.y],
      values: atX.map((across: number, place: number) =>
        kernelMean({ x, y, value }, { x: across, y: atY[place] }, bandwidth),
      ),
    };
  },
  /** The level at every place of the line that is said to have it. */
  contour: ({ level, placesX }) => ({ along: placesX.map(() => level) }),
  box: ({ values }) => {
    const found = boxPlot(values);
    return {
      quartiles: found ? [found.lowerQuartile, found.median, found.upperQuartile] : [],
      whiskers: found ? [found.lowerWhisker, found.upperWhisker] : [],
      outliers: found?.outliers ?? [],
    };
  },
  exponential: ({ y, weight }) => ({ smoothed: exponentialAverage(column(y), weight) }),
  timeWeighted: ({ x, y, halfLife }) => ({
    smoothed: timeWeightedAverage({ x: column(x), y: column(y), halfLife }),
  }),
  gaussian: ({ y, sigma }) => ({ smoothed: gaussianAverage(column(y), sigma) }),
  runningMean: ({ y, points }) => ({ smoothed: runningMean(column(y), points) }),
  lowess: ({ x, y, ...rules }) => ({ smoothed: lowess({ x: column(x), y: column(y), ...rules }) }),
};

const numbersOf = (value: Answer[string]): (number | null)[] => {
  if (value === null || value === undefined) return [null];
  return typeof value === 'number' ? [value] : Array.from(value);
};

/** The largest difference between two answers in what the peer says, relative above 1; infinite where one of them says nothing. */
export function answerDistance(ours: Answer, expected: Answer): number {
  let largest = 0;
  for (const [key, value] of Object.entries(expected)) {
    const [own, theirs] = [numbersOf(ours[key]), numbersOf(value)];
    if (own.length !== theirs.length) return Number.POSITIVE_INFINITY;
    for (const [index, number] of theirs.entries()) {
      largest = Math.max(largest, numberDistance(own[index] ?? null, number));
    }
  }
  return largest;
}

function numberDistance(own: number | null, theirs: number | null): number {
  const isNumber = own !== null && !Number.isNaN(own);
  if (theirs === null || !isNumber) return theirs === null && !isNumber ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(own - theirs) / Math.max(1, Math.abs(theirs));
}
