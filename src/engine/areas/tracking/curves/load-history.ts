import type { MetricHistory } from '../../../../shared/model/series/metric-history.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { numberOf, pointsAfter, type SeriesState } from '../../../store/metric-columns.ts';
import type { StoredPoint } from '../../../store/run-metrics.ts';

export interface LoadedHistory {
  readonly state: SeriesState;
  readonly history: MetricHistory;
  /** The last point in the order they are kept in: where reading goes on when there are more. */
  readonly end: StoredPoint | undefined;
}

/** Rows are objects while they are read; a slice keeps few of them. */
const pointsPerSlice = 20_000;

/**
 * All points of a series, by step. Where points were only added behind those that are known, as a training does, only they are read.
 */
export const loadHistory = (
  reader: Reader,
  state: SeriesState,
  before: LoadedHistory | undefined,
): LoadedHistory => {
  if (before !== undefined && before.history.steps.length < state.points) {
    const grown = readOn(reader, state, before);
    // Fewer than there are: some lie between those that are known.
    if (grown.history.steps.length === state.points && isLast(grown.end, state.last)) return grown;
  }
  return readOn(reader, state, undefined);
};

const isLast = (end: StoredPoint | undefined, last: StoredPoint): boolean =>
  end?.step === last.step && end.timestamp_ms === last.timestamp_ms && end.value === last.value;

const readOn = (reader: Reader, state: SeriesState, before: LoadedHistory | undefined): LoadedHistory => {
  const history = columnsFor(state.points, before?.history);
  let count = before?.history.steps.length ?? 0;
  let end = before?.end;
  while (count < state.points) {
    const limit = Math.min(pointsPerSlice, state.points - count);
    const points = pointsAfter(reader, { run: state.run, key: state.key, after: end, limit });
    if (points.length === 0) break;
    // An iterator over a million points would cost a tenth of all this.
    for (let index = 0; index < points.length; index += 1) {
      const point = points[index]!;
      history.steps[count + index] = point.step;
      history.timestampsMs[count + index] = point.timestamp_ms;
      history.values[count + index] = numberOf(point);
    }
    count += points.length;
    end = points.at(-1);
  }
  return { state, history: firstOf(history, count), end };
};

const columnsFor = (length: number, before: MetricHistory | undefined): MetricHistory => {
  const column = (known: Float64Array | undefined): Float64Array => {
    const values = new Float64Array(length);
    if (known !== undefined) values.set(known);
    return values;
  };
  return {
    steps: column(before?.steps),
    timestampsMs: column(before?.timestampsMs),
    values: column(before?.values),
  };
};

/** Points that went away while they were read leave no zeros behind. */
const firstOf = ({ steps, timestampsMs, values }: MetricHistory, count: number): MetricHistory => ({
  steps: steps.subarray(0, count),
  timestampsMs: timestampsMs.subarray(0, count),
  values: values.subarray(0, count),
});
