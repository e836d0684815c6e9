import { loggedNumber } from '../../shared/model/logged-number.ts';
import type { Reader } from '../ports/store-handles.ts';
import type { StoredPoint } from './run-metrics.ts';

/** Histories of any length, in slices and as columns: what curves are drawn from. */

/** One metric of one run as it is now; a different state has different points. */
export interface SeriesState {
  readonly run: number;
  readonly key: number;
  readonly points: number;
  /** The latest point. */
  readonly last: StoredPoint;
}

/** Undefined where the run has no such metric. */
export const seriesStateOf = (reader: Reader, runId: string, key: string): SeriesState | undefined => {
  const found = reader.get<StoredPoint & { run: number; key: number; points: number }>(
    `SELECT run_number AS run, key_number AS key, point_count AS points, step, timestamp_ms, value, is_nan FROM run_metric_summaries
     WHERE run_number = (SELECT number FROM runs WHERE id = ?) AND key_number = (SELECT number FROM keys WHERE name = ?)`,
    [runId, key],
  );
  if (found === undefined) return undefined;
  const { run, key: number, points, ...last } = found;
  return { run, key: number, points, last };
};

/** Metrics of these runs with the points of the run that has most of them, and whether their latest values differ, by name. */
export const metricLengths = (
  reader: Reader,
  runIds: readonly string[],
): { key: string; runs: number; mostPoints: number; varies: 0 | 1 }[] =>
  reader.all(
    `SELECT keys.name AS key, count(*) AS runs, max(point_count) AS mostPoints,
       coalesce(min(iif(is_nan, NULL, last.value)) < max(iif(is_nan, NULL, last.value)), 0) AS varies
     FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value
     JOIN run_metric_summaries AS last ON run_number = runs.number JOIN keys ON keys.number = key_number
     GROUP BY key_number ORDER BY keys.name`,
    [JSON.stringify(runIds)],
  );

/** A point and those after it in the order they are kept in, which is step, time, value. */
export const pointsAfter = (
  reader: Reader,
  { run, key, after, limit }: { run: number; key: number; after: StoredPoint | undefined; limit: number },
): StoredPoint[] =>
  reader.all<StoredPoint>(
    `SELECT step, timestamp_ms, value, is_nan FROM run_metrics WHERE run_number = :run AND key_number = :key
     ${after === undefined ? '' : 'AND (step, timestamp_ms, value, is_nan) > (:step, :timestamp_ms, :value, :is_nan)'}
     ORDER BY step, timestamp_ms, value, is_nan LIMIT :limit`,
    { run, key, limit, ...after },
  );

export const numberOf = ({ value, is_nan }: Pick<StoredPoint, 'value' | 'is_nan'>): number =>
  is_nan === 1 ? Number.NaN : loggedNumber(value);
