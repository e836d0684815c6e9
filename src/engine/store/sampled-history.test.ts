import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { silentLogger } from '../../../test/support/open-test-store.ts';
import { createHandles } from './handles.ts';
import type { StoredPoint } from './run-metrics.ts';
import { sampledHistory } from './sampled-history.ts';

const columns = 'step, timestamp_ms, value, is_nan';

/** 2,000 points at 40 steps, so that many share one, with equal times, equal values and NaN. */
const openHistory = () => {
  const database = new Database(':memory:');
  database.exec(`CREATE TABLE run_metrics (run_number INTEGER, key_number INTEGER, step INTEGER, timestamp_ms INTEGER, value REAL,
    is_nan INTEGER, PRIMARY KEY (run_number, key_number, ${columns})) WITHOUT ROWID`);
  const insert = database.prepare('INSERT OR IGNORE INTO run_metrics VALUES (?, ?, ?, ?, ?, ?)');
  for (let index = 0; index < 2000; index += 1) {
    const isNan = index % 5 === 0 ? 1 : 0;
    insert.run(7, 3, index % 40, (index * 7) % 11, isNan ? 0 : Math.floor(index / 13) % 9, isNan);
  }
  insert.run(7, 4, 5, 5, 5, 0);
  insert.run(8, 3, 5, 5, 5, 0);
  return createHandles({ database, logger: silentLogger, translate: (thrown) => thrown }).reader;
};

/** As MLflow chooses: `[ceil or floor shares]`, the first of each, and the very last. */
const chosenFrom = (points: readonly StoredPoint[], limit: number): StoredPoint[] => {
  if (points.length <= limit) return [...points];
  const shares: StoredPoint[][] = [];
  let start = 0;
  for (let share = 0; share < limit; share += 1) {
    const size = Math.floor(points.length / limit) + (share < points.length % limit ? 1 : 0);
    shares.push(points.slice(start, start + size));
    start += size;
  }
  return [...shares.slice(0, -1).map(([first]) => first!), points.at(-1)!];
};

it('chooses the same points as dealing out all of them does', () => {
  const reader = openHistory();
  for (let limit = 1; limit < 400; limit += 7) {
    const [from, to] = [limit % 7, 39 - (limit % 11)];
    const all = reader.all<StoredPoint>(
      `SELECT ${columns} FROM run_metrics WHERE run_number = 7 AND key_number = 3 AND step BETWEEN ? AND ? ORDER BY ${columns}`,
      [from, to],
    );
    expect(all.length).toBeGreaterThan(100);
    expect(sampledHistory(reader, { run: 7, key: 3, from, to, limit })).toEqual(chosenFrom(all, limit));
  }
});

it('answers all points of a part that has few, and none of an empty one', () => {
  const reader = openHistory();
  const one = { run: 7, key: 4, from: 0, to: 9, limit: 1 };
  expect(sampledHistory(reader, one)).toEqual([{ step: 5, timestamp_ms: 5, value: 5, is_nan: 0 }]);
  expect(sampledHistory(reader, { ...one, from: 6 })).toEqual([]);
});
