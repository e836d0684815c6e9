import type { ForeignMetric, ForeignOwner, SkippedItem } from '../../../ports/foreign-runs.ts';
import { maxPointsInItem } from '../mlflow/parse-metric-lines.ts';
import { skipped } from '../skipped.ts';
import { type DatabaseReading, isWanted } from './reading.ts';
import { numberOf, type Row, textOf } from './tables.ts';

/** The points of all runs, by run and key, in the order of their insertion. */
export const metricRows = (reading: DatabaseReading): Iterable<Row> => {
  const { database, tables } = reading;
  // Both columns came later; before, NaN could not be stored and there were no steps.
  const step = tables.hasColumn('metrics', 'step') ? 'CAST(step AS REAL)' : '0.0';
  const isNan = tables.hasColumn('metrics', 'is_nan') ? 'CASE WHEN is_nan THEN 1 ELSE 0 END' : '0';
  return database
    .prepare(
      `SELECT run_uuid, key, ${step} AS step, CAST(timestamp AS REAL) AS timestamp, CAST(value AS REAL) AS value, ${isNan} AS is_nan
       FROM metrics WHERE ${isWanted(reading, 'run_uuid')} ORDER BY metrics.run_uuid, metrics.key, rowid`,
    )
    .iterate();
};

/** Rows of one run as items of at most `maxPointsInItem` points. Infinities are the largest doubles, as MLflow stores them here. */
export function* groupMetricRows(
  rows: Iterable<Row>,
  owner: ForeignOwner,
  file: string,
): Generator<ForeignMetric | SkippedItem> {
  let key = '';
  let collected: Row[] = [];
  for (const row of rows) {
    const rowKey = textOf(row, 'key') ?? '';
    if (!isPoint(row)) {
      const reason = `A point of ${rowKey} has no number, no time, or a step beyond ±2^53.`;
      yield skipped('metric-point', file, reason, { runId: owner.id });
      continue;
    }
    if (collected.length > 0 && (rowKey !== key || collected.length === maxPointsInItem)) {
      yield toMetric(owner, key, collected);
      collected = [];
    }
    key = rowKey;
    collected.push(row);
  }
  if (collected.length > 0) yield toMetric(owner, key, collected);
}

const isPoint = (row: Row): boolean =>
  Number.isSafeInteger(numberOf(row, 'step')) &&
  Number.isSafeInteger(numberOf(row, 'timestamp')) &&
  !Number.isNaN(numberOf(row, 'value'));

const toMetric = (owner: ForeignOwner, key: string, rows: readonly Row[]): ForeignMetric => ({
  kind: 'metric',
  owner,
  key,
  points: {
    steps: Float64Array.from(rows, (row) => numberOf(row, 'step')),
    timestampsMs: Float64Array.from(rows, (row) => numberOf(row, 'timestamp')),
    values: Float64Array.from(rows, pointValue),
  },
  dataset: null,
  runId: null,
});

export const pointValue = (row: Row): number =>
  numberOf(row, 'is_nan') === 1 ? Number.NaN : numberOf(row, 'value');
