import type { MetricPoint } from '../../shared/events.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { findKeyNumber, keyNumber } from './keys.ts';
import { runNumberOf } from './run-number.ts';

/** Metric histories, and the summary of each that tables of runs are made of. */

/** A point as it is kept: NaN is 0 with a flag, infinities are the largest doubles, as MLflow has them. */
export interface StoredPoint {
  readonly step: number;
  readonly timestamp_ms: number;
  readonly value: number;
  readonly is_nan: number;
}

export interface MetricSummary extends StoredPoint {
  readonly min_value: number | null;
  readonly min_step: number | null;
  readonly max_value: number | null;
  readonly max_step: number | null;
  readonly point_count: number;
  readonly nan_count: number;
  /** 1 when some point was measured before another one of a lower step. */
  readonly times_fall: number;
}

const largestDouble = 1.7976931348623157e308;

export const storedPoint = ({ step, timestampMs, value }: Omit<MetricPoint, 'key'>): StoredPoint => {
  const number = typeof value === 'number' ? value : Number(value);
  return {
    step,
    timestamp_ms: Math.round(timestampMs),
    value: Number.isNaN(number) ? 0 : Math.max(-largestDouble, Math.min(largestDouble, number)),
    is_nan: Number.isNaN(number) ? 1 : 0,
  };
};

export const readValue = (row: { value: number; is_nan: number }): MetricPoint['value'] =>
  row.is_nan === 1 ? 'NaN' : row.value;

/** The latest is the greatest (step, timestamp, value), whatever came last. */
const isLater = (a: StoredPoint, b: StoredPoint): boolean =>
  a.step !== b.step
    ? a.step > b.step
    : a.timestamp_ms !== b.timestamp_ms
      ? a.timestamp_ms > b.timestamp_ms
      : a.value > b.value;

/** The summary of a history with one more point; of equal extremes the lowest step counts. With `falls` its time is not between those beside it. */
const addToSummary = (
  summary: MetricSummary | undefined,
  point: StoredPoint,
  falls: boolean,
): MetricSummary => {
  const isNumber = point.is_nan === 0;
  const latest = summary === undefined || isLater(point, summary) ? point : summary;
  const { min_value: min = null, max_value: max = null } = summary ?? {};
  const isMin =
    isNumber &&
    (min === null || point.value < min || (point.value === min && point.step < (summary?.min_step ?? 0)));
  const isMax =
    isNumber &&
    (max === null || point.value > max || (point.value === max && point.step < (summary?.max_step ?? 0)));
  return {
    step: latest.step,
    timestamp_ms: latest.timestamp_ms,
    value: latest.value,
    is_nan: latest.is_nan,
    min_value: isMin ? point.value : min,
    min_step: isMin ? point.step : (summary?.min_step ?? null),
    max_value: isMax ? point.value : max,
    max_step: isMax ? point.step : (summary?.max_step ?? null),
    point_count: (summary?.point_count ?? 0) + 1,
    nan_count: (summary?.nan_count ?? 0) + point.is_nan,
    times_fall: falls ? 1 : (summary?.times_fall ?? 0),
  };
};

const readSummary = (reader: Reader, run: number, key: number): MetricSummary | undefined =>
  reader.get<MetricSummary>(
    `SELECT step, timestamp_ms, value, is_nan, min_value, min_step, max_value, max_step, point_count, nan_count, times_fall
     FROM run_metric_summaries WHERE run_number = ? AND key_number = ?`,
    [run, key],
  );

const writeSummary = (writer: Writer, run: number, key: number, summary: MetricSummary): void => {
  writer.run(
    `INSERT INTO run_metric_summaries (run_number, key_number, step, timestamp_ms, value, is_nan, min_value, min_step, max_value,
       max_step, point_count, nan_count, times_fall)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET step = excluded.step, timestamp_ms = excluded.timestamp_ms, value = excluded.value,
       is_nan = excluded.is_nan, min_value = excluded.min_value, min_step = excluded.min_step, max_value = excluded.max_value,
       max_step = excluded.max_step, point_count = excluded.point_count, nan_count = excluded.nan_count, times_fall = excluded.times_fall`,
    [
      run,
      key,
      summary.step,
      summary.timestamp_ms,
      summary.value,
      summary.is_nan,
      summary.min_value,
      summary.min_step,
      summary.max_value,
      summary.max_step,
      summary.point_count,
      summary.nan_count,
      summary.times_fall,
    ],
  );
};

/** A point that is there already changes nothing. The summaries of a batch are read and written once a key. Answers how many were new. */
export const addPoints = (writer: Writer, run: number, points: readonly MetricPoint[]): number => {
  let added = 0;
  const touched = new Map<string, { key: number; summary: MetricSummary | undefined; isChanged: boolean }>();
  for (const point of points) {
    let entry = touched.get(point.key);
    if (entry === undefined) {
      const key = keyNumber(writer, point.key);
      entry = { key, summary: readSummary(writer, run, key), isChanged: false };
      touched.set(point.key, entry);
    }
    const stored = storedPoint(point);
    const { changes } = writer.run(
      `INSERT INTO run_metrics (run_number, key_number, step, timestamp_ms, value, is_nan) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [run, entry.key, stored.step, stored.timestamp_ms, stored.value, stored.is_nan],
    );
    if (changes === 0) continue;
    const series = { run, key: entry.key };
    entry.summary = addToSummary(
      entry.summary,
      stored,
      entry.summary !== undefined && fallsIn(writer, series, entry.summary, stored),
    );
    entry.isChanged = true;
    added += 1;
  }
  for (const { key, summary, isChanged } of touched.values()) {
    if (isChanged && summary !== undefined) writeSummary(writer, run, key, summary);
  }
  return added;
};

/** Whether a new point was measured before one of a lower step, or after one of a higher. Most come last, and are held against the last alone. */
const fallsIn = (reader: Reader, series: Series, summary: MetricSummary, point: StoredPoint): boolean => {
  if (summary.times_fall === 1) return true;
  if (point.step > summary.step) return point.timestamp_ms < summary.timestamp_ms;
  const times = (steps: string, order: string): number[] =>
    reader.values<number>(
      `SELECT timestamp_ms FROM run_metrics WHERE run_number = ? AND key_number = ? AND step ${steps} ?
       ORDER BY step ${order}, timestamp_ms ${order} LIMIT 1`,
      [series.run, series.key, point.step],
    );
  const [before = point.timestamp_ms] = times('<', 'DESC');
  const [after = point.timestamp_ms] = times('>', 'ASC');
  return before > point.timestamp_ms || after < point.timestamp_ms;
};

export const logPoints = (writer: Writer, runId: string, points: readonly MetricPoint[]): void => {
  addPoints(writer, runNumberOf(writer, runId), points);
};

/** In order of step, then time, then value. */
export const historyOf = (reader: Reader, runId: string, key: string): StoredPoint[] => {
  const number = findKeyNumber(reader, key);
  if (number === undefined) return [];
  return reader.all<StoredPoint>(
    `SELECT step, timestamp_ms, value, is_nan FROM run_metrics
     WHERE run_number = (SELECT number FROM runs WHERE id = ?) AND key_number = ? ORDER BY step, timestamp_ms, value`,
    [runId, number],
  );
};

export const metricKeysOf = (reader: Reader, runId: string): string[] =>
  reader
    .all<{ name: string }>(
      `SELECT keys.name FROM run_metric_summaries JOIN keys ON keys.number = key_number
       WHERE run_number = (SELECT number FROM runs WHERE id = ?) ORDER BY keys.name`,
      [runId],
    )
    .map(({ name }) => name);

/** By which a history is read: its own order, which is by step, or by time. */
export type HistoryOrder = 'step' | 'time';

/** The last point of a page that has been read. */
export interface HistoryPosition extends StoredPoint {
  readonly order: HistoryOrder;
}

interface Series {
  readonly run: number;
  readonly key: number;
}

const orderColumns: Readonly<Record<HistoryOrder, string>> = {
  step: 'step, timestamp_ms, value, is_nan',
  time: 'timestamp_ms, step, value, is_nan',
};

/**
 * A part of a history in MLflow's order, which is time, then step, then value. Histories are kept by step, and times mostly rise with
 * it; then pages are read where they lie. Only others are sorted for each page. Which it is, is found out for the first page.
 */
export const historyPage = (
  reader: Reader,
  { run, key, after, limit }: Series & { after: HistoryPosition | undefined; limit: number | null },
): { points: StoredPoint[]; order: HistoryOrder; hasMore: boolean } => {
  const order = after?.order ?? (risesWithStep(reader, { run, key }) ? 'step' : 'time');
  const columns = orderColumns[order];
  const { order: _, ...position } = after ?? { order };
  const points = reader.all<StoredPoint>(
    `SELECT step, timestamp_ms, value, is_nan FROM run_metrics WHERE run_number = :run AND key_number = :key
     ${after === undefined ? '' : `AND (${columns}) > (${columns.replaceAll(/\w+/g, ':$&')})`} ORDER BY ${columns} LIMIT :most`,
    { run, key, most: limit === null ? -1 : limit + 1, ...position },
  );
  const hasMore = limit !== null && points.length > limit;
  return { points: hasMore ? points.slice(0, limit) : points, order, hasMore };
};

const risesWithStep = (reader: Reader, { run, key }: Series): boolean =>
  reader.values<number>(
    'SELECT times_fall FROM run_metric_summaries WHERE run_number = ? AND key_number = ?',
    [run, key],
  )[0] !== 1;
