import type { Reader } from '../ports/store-handles.ts';
import type { StoredPoint } from './run-metrics.ts';

const columns = 'step, timestamp_ms, value, is_nan';

/**
 * At most `limit` points of a part of a history, in order of step, time and value, as MLflow chooses them: the points are dealt into that
 * many shares of one size or one more, the larger ones first, and each share gives its first point. The last of all takes the place of the
 * last that was chosen when it is not among them.
 */
export const sampledHistory = (
  reader: Reader,
  part: { run: number; key: number; from: number; to: number; limit: number },
): StoredPoint[] => {
  const { run, key, from, to, limit } = part;
  const points = 'run_metrics WHERE run_number = ? AND key_number = ? AND step BETWEEN ? AND ?';
  // Of the columns beside a min(), SQLite answers those of the row that has it.
  const chosen = reader
    .all<StoredPoint & { position: number }>(
      `SELECT ${columns}, min(position) AS position FROM (SELECT ${columns}, ntile(?) OVER ordered AS share,
         row_number() OVER ordered AS position FROM ${points} WINDOW ordered AS (ORDER BY ${columns})) GROUP BY share ORDER BY share`,
      [limit, run, key, from, to],
    )
    .map(({ position: _, ...point }) => point);
  const last = reader.get<StoredPoint>(
    `SELECT ${columns} FROM ${points} ORDER BY ${columns.replaceAll(/\w+/g, '$& DESC')} LIMIT 1`,
    [run, key, from, to],
  );
  if (last === undefined || isSame(chosen.at(-1), last)) return chosen;
  return [...(chosen.length < limit ? chosen : chosen.slice(0, -1)), last];
};

const isSame = (a: StoredPoint | undefined, b: StoredPoint): boolean =>
  a !== undefined &&
  a.step === b.step &&
  a.timestamp_ms === b.timestamp_ms &&
  a.value === b.value &&
  a.is_nan === b.is_nan;
