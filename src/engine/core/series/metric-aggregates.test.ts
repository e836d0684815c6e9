import { describe, expect, it } from 'vitest';
import type { MetricHistory } from '../../../shared/model/series/metric-history.ts';
import { aggregateMetric, bestPoint, meanOfLast, pointAtBestOf, pointAtStep } from './metric-aggregates.ts';

const history = (rows: readonly (readonly [step: number, atMs: number, value: number])[]): MetricHistory => ({
  steps: Float64Array.from(rows, ([step]) => step),
  timestampsMs: Float64Array.from(rows, ([, atMs]) => atMs),
  values: Float64Array.from(rows, ([, , value]) => value),
});
const point = (step: number, timestampMs: number, value: number) => ({ step, timestampMs, value });
/** Logged late, twice and out of order. */
const loss = history([
  [3, 30, 0.2],
  [1, 10, 0.5],
  [3, 31, 0.4],
  [2, 99, 0.2],
  [3, 31, 0.3],
  [0, 5, Number.NaN],
  [4, 1, Number.POSITIVE_INFINITY],
  [4, 0, 9],
]);

describe('aggregates of a history', () => {
  it('order by (step, timestamp, value), take extremes of finite values, the earliest of equals', () => {
    const found = aggregateMetric(loss);
    expect(found).toEqual({
      count: 8,
      nanCount: 1,
      infiniteCount: 1,
      first: point(0, 5, Number.NaN),
      last: point(4, 1, Number.POSITIVE_INFINITY),
      min: point(2, 99, 0.2),
      max: point(4, 0, 9),
    });
    expect(bestPoint(found, 'minimize')?.step).toBe(2);
    expect(bestPoint(found, 'maximize')?.step).toBe(4);
  });

  it('take the greatest value where step and time are equal', () => {
    expect(
      aggregateMetric(
        history([
          [3, 31, 0.4],
          [3, 31, 0.3],
        ]),
      ).last?.value,
    ).toBe(0.4);
    // As MLflow and the store keep it, NaN is 0 there.
    expect(
      aggregateMetric(
        history([
          [3, 31, -1],
          [3, 31, Number.NaN],
        ]),
      ).last?.value,
    ).toBeNaN();
  });

  it('tell the latest value at a step, and at the best step of another metric', () => {
    expect(pointAtStep(loss, 3)).toEqual(point(3, 31, 0.4));
    expect(pointAtStep(loss, 7)).toBeNull();
    const recall = history([
      [2, 0, 0.7],
      [4, 0, 0.9],
    ]);
    expect(pointAtBestOf({ history: recall, other: loss, goal: 'minimize' })?.value).toBe(0.7);
    expect(pointAtBestOf({ history: recall, other: loss, goal: 'maximize' })?.value).toBe(0.9);
    expect(pointAtBestOf({ history: history([[9, 0, 1]]), other: loss, goal: 'minimize' })).toBeNull();
  });

  it('average the latest finite values', () => {
    expect(meanOfLast(loss, 2)).toBe((9 + 0.4) / 2);
    expect(meanOfLast(loss, 100)).toBeCloseTo((0.2 + 0.5 + 0.4 + 0.2 + 0.3 + 9) / 6, 14);
  });

  it('of nothing, or of NaN only, know it', () => {
    expect(aggregateMetric(history([]))).toMatchObject({
      count: 0,
      first: null,
      last: null,
      min: null,
      max: null,
    });
    expect(aggregateMetric(history([[1, 1, Number.NaN]]))).toMatchObject({
      nanCount: 1,
      min: null,
      max: null,
    });
    expect(meanOfLast(history([[1, 1, Number.NaN]]), 3)).toBeNull();
  });
});
