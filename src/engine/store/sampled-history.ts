import type { Reader } from '../ports/store-handles.ts';
import type { StoredPoint } from './run-metrics.ts';

const columns = 'step, timestamp_ms, value, is_nan';

/**
 * At most `limit` points of a part of a history, in order of step, time and value, as MLflow chooses them: the points are dealt into that
 * many shares of one size or one more, the larger ones first, and each share gives its first point; but the last share of a history that is
 * longer gives the last point of all.
 */
export const sampledHistory = (
  reader: Reader,
  part: { run: number; key: number; from: number; to: number; limit: number },
): StoredPoint[] => {
  const { run, key, from, to, limit } = part;
  const points = 'run_metrics WHERE run_number = ? AND key_number = ? AND step BETWEEN ? AND ?';
  const where = [run, key, from, to];
  const count = reader.get<{ count: number }>(`SELECT count(*) AS count FROM ${points}`, where)?.count ?? 0;
  // In the order in which they are kept, so that they are numbered as they are read.
  return reader.all<StoredPoint>(
    `SELECT ${columns} FROM (SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) - 1 AS position FROM ${points})
     WHERE position IN (SELECT value FROM json_each(?)) ORDER BY ${columns}`,
    [...where, JSON.stringify(chosenOf(count, limit))],
  );
};

/** The positions of the points that are chosen, from 0. */
const chosenOf = (count: number, limit: number): number[] => {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  const size = Math.floor(count / limit);
  const starts = Array.from({ length: limit }, (_, share) => share * size + Math.min(share, count % limit));
  return [...starts.slice(0, -1), count - 1];
};
