import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { comparePoints, type MetricHistory } from '../../../shared/model/series/metric-history.ts';

export interface AggregatePoint {
  readonly value: number;
  readonly step: number;
  readonly timestampMs: number;
}

/** What one column of a table can show of a metric's history. */
export interface MetricAggregates {
  /** All points, whatever their value. */
  readonly count: number;
  readonly nanCount: number;
  readonly infiniteCount: number;
  /** By (step, timestamp, value), as MLflow orders them; may be NaN or infinite. null of nothing. */
  readonly first: AggregatePoint | null;
  readonly last: AggregatePoint | null;
  /** Of finite values, the earliest of equals; null where there is none. */
  readonly min: AggregatePoint | null;
  readonly max: AggregatePoint | null;
}

/** One pass over points in any order, O(n). */
export function aggregateMetric(history: MetricHistory): MetricAggregates {
  const { values } = history;
  let [nanCount, infiniteCount] = [0, 0];
  let [first, last, min, max] = [-1, -1, -1, -1];
  for (let index = 0; index < values.length; index++) {
    if (first < 0 || comparePoints(history, index, first) < 0) first = index;
    if (last < 0 || comparePoints(history, index, last) > 0) last = index;
    const value = values[index]!;
    if (Number.isNaN(value)) nanCount++;
    else if (!Number.isFinite(value)) infiniteCount++;
    else {
      if (min < 0 || isBetter({ history, index, than: min, goal: 'minimize' })) min = index;
      if (max < 0 || isBetter({ history, index, than: max, goal: 'maximize' })) max = index;
    }
  }
  const [firstPoint, lastPoint, minPoint, maxPoint] = [first, last, min, max].map((index) =>
    pointAt(history, index),
  ) as [AggregatePoint | null, AggregatePoint | null, AggregatePoint | null, AggregatePoint | null];
  return {
    count: values.length,
    nanCount,
    infiniteCount,
    first: firstPoint,
    last: lastPoint,
    min: minPoint,
    max: maxPoint,
  };
}

function isBetter({
  history,
  index,
  than,
  goal,
}: {
  history: MetricHistory;
  index: number;
  than: number;
  goal: MetricGoal;
}): boolean {
  const [value, known] = [history.values[index]!, history.values[than]!];
  if (value === known) return comparePoints(history, index, than) < 0;
  return goal === 'minimize' ? value < known : value > known;
}

function pointAt({ steps, timestampsMs, values }: MetricHistory, index: number): AggregatePoint | null {
  if (index < 0) return null;
  return { value: values[index]!, step: steps[index]!, timestampMs: timestampsMs[index]! };
}

/** The best finite value by the metric's goal, the earliest of equals. */
export function bestPoint({ min, max }: MetricAggregates, goal: MetricGoal): AggregatePoint | null {
  return goal === 'minimize' ? min : max;
}

/** The latest point of exactly this step, NaN and infinities included; null where there is none. O(n). */
export function pointAtStep(history: MetricHistory, step: number): AggregatePoint | null {
  let found = -1;
  for (let index = 0; index < history.steps.length; index++) {
    if (history.steps[index] !== step) continue;
    if (found < 0 || comparePoints(history, index, found) > 0) found = index;
  }
  return pointAt(history, found);
}

/** A metric where another one is at its best, such as recall at the step of the least loss. null where either is missing there. */
export function pointAtBestOf({
  history,
  other,
  goal,
}: {
  readonly history: MetricHistory;
  readonly other: MetricHistory;
  readonly goal: MetricGoal;
}): AggregatePoint | null {
  const best = bestPoint(aggregateMetric(other), goal);
  return best && pointAtStep(history, best.step);
}

/** Mean of the latest `count` finite values (of all where there are fewer); null where there is none. O(n log n). */
export function meanOfLast(history: MetricHistory, count: number): number | null {
  const finite = Uint32Array.from(history.values.keys()).filter((index) =>
    Number.isFinite(history.values[index]),
  );
  const latest = finite.sort((a, b) => comparePoints(history, b, a)).subarray(0, count);
  if (latest.length === 0) return null;
  return latest.reduce((sum, index) => sum + history.values[index]!, 0) / latest.length;
}
