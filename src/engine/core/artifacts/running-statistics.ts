import type { ArrayStatistics } from '../../../shared/model/artifact-content.ts';

/**
 * Counts, extremes, mean and deviation of values that come one by one. Mean and squared deviations are updated by Welford's recurrence
 * (Technometrics 4, 1962), which does not lose digits where the mean is far from zero.
 */
export const createRunningStatistics = () => {
  let finite = 0;
  let nanCount = 0;
  let infiniteCount = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let squares = 0;
  return {
    add(value: number): void {
      if (Number.isNaN(value)) nanCount += 1;
      else if (!Number.isFinite(value)) infiniteCount += 1;
      else {
        finite += 1;
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
        const distance = value - mean;
        mean += distance / finite;
        squares += distance * (value - mean);
      }
    },
    result(isComplete: boolean): ArrayStatistics {
      const hasValues = finite > 0;
      return {
        valueCount: finite + nanCount + infiniteCount,
        ...{ isComplete, nanCount, infiniteCount },
        minimum: hasValues ? minimum : null,
        maximum: hasValues ? maximum : null,
        mean: hasValues ? mean : null,
        deviation: hasValues ? Math.sqrt(squares / finite) : null,
      };
    },
  };
};
