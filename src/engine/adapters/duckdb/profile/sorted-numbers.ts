import type { ColumnProfile } from '../../../../shared/model/dataset.ts';
import { equalWidthEdges, histogramCounts } from '../../../core/statistics/histogram.ts';
import { quantile } from '../../../core/statistics/quantile.ts';

export const quantileProbabilities = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
export const histogramBins = 20;
export const topValueCount = 20;

type NumberFacts = Pick<ColumnProfile, 'count' | 'numeric' | 'histogram' | 'topValues' | 'distinct'>;

const momentsOf = (values: Float64Array): { mean: number; standardDeviation: number | null } => {
  // Welford (1962): a plain sum of squares loses everything for timestamps.
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const delta = values[index]! - mean;
    mean += delta / (index + 1);
    squares += delta * (values[index]! - mean);
  }
  return { mean, standardDeviation: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)) };
};

/** Distinct values and the most common ones, by the lengths of runs in ascending values. */
const runsOf = (sorted: Float64Array): { distinct: number; top: { value: number; count: number }[] } => {
  const top: { value: number; count: number }[] = [];
  let distinct = 0;
  let leastCount = 0;
  for (let start = 0; start < sorted.length; ) {
    const value = sorted[start]!;
    let end = start + 1;
    while (end < sorted.length && sorted[end]! === value) end += 1;
    distinct += 1;
    const count = end - start;
    if (count > leastCount) {
      const place = top.findIndex((other) => other.count < count);
      top.splice(place < 0 ? top.length : place, 0, { value, count });
      top.length = Math.min(top.length, topValueCount);
      leastCount = top.length === topValueCount ? top.at(-1)!.count : 0;
    }
    start = end;
  }
  return { distinct, top };
};

export const histogramOf = (sorted: Float64Array, distinct: number): ColumnProfile['histogram'] => {
  const edges = equalWidthEdges({
    from: sorted[0]!,
    to: sorted.at(-1)!,
    bins: Math.max(1, Math.min(histogramBins, distinct)),
  });
  return histogramCounts(sorted, edges).map((count, bin) => ({
    from: edges[bin]!,
    to: edges[bin + 1]!,
    count,
  }));
};

const zerosIn = (values: Float64Array): number => {
  let zeros = 0;
  for (let index = 0; index < values.length; index += 1) if (values[index] === 0) zeros += 1;
  return zeros;
};

/** Numbers sort as -∞ … ∞, NaN: what is present and what is finite are both stretches of the sorted array. */
const stretches = (sorted: Float64Array): { present: Float64Array; finite: Float64Array } => {
  let end = sorted.length;
  while (end > 0 && Number.isNaN(sorted[end - 1])) end -= 1;
  let from = 0;
  while (from < end && sorted[from] === Number.NEGATIVE_INFINITY) from += 1;
  let to = end;
  while (to > from && sorted[to - 1] === Number.POSITIVE_INFINITY) to -= 1;
  return { present: sorted.subarray(0, end), finite: sorted.subarray(from, to) };
};

/** Everything there is to say about the numbers of a column, NaN being missing; infinities are counted and otherwise left out. Sorts in place. */
export const describeNumbers = (values: Float64Array, show: (value: number) => string): NumberFacts => {
  const { present, finite } = stretches(values.sort());
  const { distinct, top } = runsOf(present);
  // A value that stands once is not common, unless there are few values altogether.
  const common = distinct <= topValueCount ? top : top.filter(({ count }) => count > 1);
  return {
    count: present.length,
    distinct,
    topValues: common.map(({ value, count }) => ({ value: show(value), count })),
    histogram: finite.length === 0 ? [] : histogramOf(finite, distinct),
    numeric:
      finite.length === 0
        ? null
        : {
            min: finite[0]!,
            max: finite.at(-1)!,
            ...momentsOf(finite),
            quantiles: quantileProbabilities.map((probability) => ({
              probability,
              value: quantile(finite, probability),
            })),
            zeros: zerosIn(finite),
            infinite: present.length - finite.length,
          },
  };
};
