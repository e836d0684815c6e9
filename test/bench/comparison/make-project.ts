import { randomUUID } from 'node:crypto';
import { projectPaths } from '../../../src/engine/areas/projects/project-paths.ts';
import type { Writer } from '../../../src/engine/ports/store-handles.ts';
import { keyNumber } from '../../../src/engine/store/keys.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { silentLogger } from '../../support/open-test-store.ts';

export interface ComparedRuns {
  /** Runs with one long history of the metric `loss`. */
  readonly long: readonly string[];
  /** Runs with many parameters and metrics. */
  readonly wide: readonly string[];
}

export interface ComparisonSize {
  readonly longRuns: number;
  readonly points: number;
  readonly wideRuns: number;
  readonly parameters: number;
  readonly metrics: number;
}

const startedAtMs = Date.UTC(2026, 0, 1);

/** Fills a new project with runs to compare. Histories are made in SQL: falling curves with noise, and one spike. */
export const fillProject = (folder: string, size: ComparisonSize): ComparedRuns => {
  const paths = projectPaths(folder);
  const store = openStore({
    ...{ file: paths.database, backupsFolder: paths.backups, logger: silentLogger },
    clock: { nowMs: Date.now },
  });
  try {
    const long = Array.from({ length: size.longRuns }, (_, index) =>
      store.write((writer) => addLongRun(writer, { index, points: size.points })),
    );
    const wide = store.write((writer) =>
      Array.from({ length: size.wideRuns }, (_, index) => addWideRun(writer, { index, size })),
    );
    return { long, wide };
  } finally {
    store.close();
  }
};

const addRun = (writer: Writer, name: string): { id: string; number: number } => {
  writer.run(
    `INSERT INTO experiments (name, created_at_ms, updated_at_ms) SELECT 'bench', :at, :at
     WHERE NOT EXISTS (SELECT 1 FROM experiments WHERE name = 'bench')`,
    { at: startedAtMs },
  );
  const id = randomUUID().replaceAll('-', '');
  const { lastId: number } = writer.run(
    `INSERT INTO runs (id, experiment_id, name, status, started_at_ms, ended_at_ms)
     SELECT ?, id, ?, 'finished', ?, ? FROM experiments WHERE name = 'bench'`,
    [id, name, startedAtMs, startedAtMs + 3_600_000],
  );
  return { id, number };
};

const addLongRun = (writer: Writer, { index, points }: { index: number; points: number }): string => {
  const { id, number } = addRun(writer, `long-${index}`);
  const series = { run: number, key: keyNumber(writer, 'loss') };
  writer.run(
    `WITH RECURSIVE s(step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM s WHERE step < :points - 1)
     INSERT INTO run_metrics (run_number, key_number, step, timestamp_ms, value)
     SELECT :run, :key, step, ${startedAtMs} + step,
       100.0 / (100 + step) + ((step * 2654435761 + :run * 40503) % 1000003) / 1e7 + CASE WHEN step = :points * 2 / 3 THEN 50 ELSE 0 END
     FROM s`,
    { ...series, points },
  );
  writer.run(
    `INSERT INTO run_metric_summaries
     SELECT run_number, key_number, max(step), max(timestamp_ms), value, 0, min(value), 0, max(value), 0, count(*), 0, 0
     FROM run_metrics WHERE run_number = :run AND key_number = :key`,
    series,
  );
  return id;
};

const addWideRun = (writer: Writer, { index, size }: { index: number; size: ComparisonSize }): string => {
  const { id, number } = addRun(writer, `wide-${index}`);
  for (let parameter = 0; parameter < size.parameters; parameter += 1)
    writer.run('INSERT INTO run_parameters (run_number, key_number, value) VALUES (?, ?, ?)', [
      number,
      keyNumber(writer, `param_${parameter}`),
      parameter % 3 === 0 ? String(index / (parameter + 1)) : `choice-${parameter % 5}`,
    ]);
  for (let metric = 0; metric < size.metrics; metric += 1) {
    const value = Math.sin(index * 31 + metric);
    writer.run(
      `INSERT INTO run_metric_summaries (run_number, key_number, step, timestamp_ms, value, is_nan, min_value, min_step, max_value,
         max_step, point_count, nan_count) VALUES (:run, :key, 0, ${startedAtMs}, :value, 0, :value, 0, :value, 0, 1, 0)`,
      { run: number, key: keyNumber(writer, `metric_${metric}`), value },
    );
  }
  return id;
};
