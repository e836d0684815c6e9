import type { MetricPoints } from '../../ports/foreign-runs.ts';

/**
 * Counts the points of one metric as they are kept here, where equal ones are one. Points come in the order in which they were logged, so
 * those at the latest time and those that came late are all that is kept in mind; one that comes again after its time counts once more.
 */
export const countDistinctPoints = () => {
  let count = 0;
  let latest = { timestampMs: Number.NEGATIVE_INFINITY, step: Number.NEGATIVE_INFINITY };
  let valueOfLatest = Number.NaN;
  /** Made for the second value of a moment, which most moments do not have. */
  let valuesOfLatest: Set<number> | null = null;
  const late = new Set<string>();

  const isLater = (timestampMs: number, step: number): boolean =>
    timestampMs > latest.timestampMs || (timestampMs === latest.timestampMs && step > latest.step);

  const isNew = (timestampMs: number, step: number, value: number): boolean => {
    if (isLater(timestampMs, step)) {
      latest = { timestampMs, step };
      valueOfLatest = value;
      valuesOfLatest = null;
      return true;
    }
    if (timestampMs === latest.timestampMs && step === latest.step) {
      valuesOfLatest ??= new Set([valueOfLatest]);
      const before = valuesOfLatest.size;
      return valuesOfLatest.add(value).size > before;
    }
    const point = `${timestampMs} ${step} ${value}`;
    if (late.has(point)) return false;
    late.add(point);
    return true;
  };

  return {
    add: ({ timestampsMs, steps, values }: MetricPoints): void => {
      for (const [index, value] of values.entries())
        if (isNew(timestampsMs[index]!, steps[index]!, value)) count += 1;
    },
    count: (): number => count,
  };
};
