import type { Reader } from '../ports/store-handles.ts';
import type { StoredPoint } from './run-metrics.ts';

const columns = 'step, timestamp_ms, value, is_nan';
const history = 'FROM run_metrics WHERE run_number = ? AND key_number = ?';
const part = `${history} AND step BETWEEN ? AND ?`;

/**
 * At most `limit` points of a part of a history, in order of step, time and value, as MLflow chooses them: the points are dealt into that
 * many shares of one size or one more, the larger ones first, and each share gives its first point; but the last share of a history that is
 * longer gives the last point of all. From one chosen point to the next SQLite passes over the rows in between, which is many times faster
 * than numbering them.
 */
export const sampledHistory = (
  reader: Reader,
  { run, key, from, to, limit }: { run: number; key: number; from: number; to: number; limit: number },
): StoredPoint[] => {
  const where = [run, key, from, to];
  const count = reader.get<{ count: number }>(`SELECT count(*) AS count ${part}`, where)?.count ?? 0;
  if (count <= limit) return reader.all<StoredPoint>(`SELECT ${columns} ${part} ORDER BY ${columns}`, where);
  const chosen: StoredPoint[] = [];
  for (const passed of passedBefore(count, limit)) {
    const last = chosen.at(-1);
    const next =
      last === undefined
        ? reader.get<StoredPoint>(`SELECT ${columns} ${part} ORDER BY ${columns} LIMIT 1 OFFSET ?`, [
            ...[...where, passed],
          ])
        : pointAfter(reader, { run, key }, last, passed);
    if (next === undefined) break;
    chosen.push(next);
  }
  return chosen;
};

/** All columns say where to begin: many points can have one step. */
const pointAfter = (
  reader: Reader,
  { run, key }: { run: number; key: number },
  { step, timestamp_ms, value, is_nan }: StoredPoint,
  passed: number,
): StoredPoint | undefined =>
  reader.get(
    `SELECT ${columns} ${history} AND (${columns}) > (?, ?, ?, ?) ORDER BY ${columns} LIMIT 1 OFFSET ?`,
    [...[run, key, step, timestamp_ms, value, is_nan, passed]],
  );

/** How many points lie before each chosen one, since the one chosen before it. */
const passedBefore = (count: number, limit: number): number[] => {
  const size = Math.floor(count / limit);
  const starts = Array.from({ length: limit }, (_, share) => share * size + Math.min(share, count % limit));
  const positions = [...starts.slice(0, -1), count - 1];
  return positions.map((position, index) => (index === 0 ? position : position - positions[index - 1]! - 1));
};
