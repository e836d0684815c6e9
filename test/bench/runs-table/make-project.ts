import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPaths } from '../../../src/engine/areas/projects/project-paths.ts';
import { initialSettings } from '../../../src/engine/areas/projects/project-settings.ts';
import type { Writer } from '../../../src/engine/ports/store-handles.ts';
import { keyNumber } from '../../../src/engine/store/keys.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { insertProjectRecord } from '../../../src/engine/store/project.ts';
import { silentLogger } from '../../support/open-test-store.ts';

export interface ProjectSize {
  readonly experiments: number;
  readonly runsEach: number;
  readonly parameters: number;
  readonly metrics: number;
  readonly steps: number;
}

/** The size that tables of runs are promised for. */
export const fullSize: ProjectSize = {
  experiments: 50,
  runsEach: 1500,
  parameters: 150,
  metrics: 4,
  steps: 20,
};

export const viewOfFifty = 'fifty columns';

const fiftyColumns = [
  { key: 'name', pinned: true },
  ...['status', 'start_time', 'duration', 'dataset', 'tags.team'],
  ...named('metrics.metric', 4),
  ...named('params.param', 40),
];

const firstStartMs = Date.UTC(2026, 0, 1);

/**
 * Makes a project of many runs in `folder`, the same for the same size: parameters that are numbers (every third), words and constants,
 * metrics that fall or rise with noise, some failed runs, nested runs (four in thirty), a tag. Rows are made in SQL, which takes a
 * minute for a table of millions where a call for each value would take an hour.
 */
export const makeProject = (folder: string, size: ProjectSize): void => {
  const paths = projectPaths(folder);
  for (const made of [
    paths.state,
    paths.objects,
    paths.logs,
    paths.backups,
    paths.predictions,
    paths.bundles,
  ])
    mkdirSync(made, { recursive: true });
  writeFileSync(paths.settings, initialSettings('many-runs'));
  writeFileSync(
    join(folder, 'modelyard.views.yaml'),
    JSON.stringify({ views: [{ name: viewOfFifty, columns: fiftyColumns }] }),
  );
  const clock = { nowMs: Date.now };
  const store = openStore({
    file: paths.database,
    backupsFolder: paths.backups,
    clock,
    logger: silentLogger,
  });
  try {
    const keys = store.write((writer) => {
      insertProjectRecord(writer, { name: 'many-runs', isSample: false, createdAtMs: firstStartMs });
      return makeKeys(writer, size);
    });
    const indexes = store.write(dropIndexes);
    for (let experiment = 1; experiment <= size.experiments; experiment += 1)
      store.write((writer) => makeExperiment(writer, { experiment, size, keys }));
    // Built at once from sorted rows; kept up row by row they cost several times as much.
    for (const sql of indexes) store.write((writer) => writer.run(sql));
    store.write((writer) => writer.run('ANALYZE'));
  } finally {
    store.close();
  }
};

interface Keys {
  readonly parameters: readonly number[];
  readonly metrics: readonly number[];
  readonly team: number;
}

function named(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}_${String(index + 1).padStart(3, '0')}`);
}

const makeKeys = (writer: Writer, size: ProjectSize): Keys => ({
  parameters: named('param', size.parameters).map((name) => keyNumber(writer, name)),
  metrics: named('metric', size.metrics).map((name) => keyNumber(writer, name)),
  team: keyNumber(writer, 'team'),
});

const dropIndexes = (writer: Writer): string[] => {
  const indexes = writer.all<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
     AND tbl_name IN ('run_parameters', 'run_metric_summaries', 'run_tags')`,
  );
  for (const { name } of indexes) writer.run(`DROP INDEX ${name}`);
  return indexes.map(({ sql }) => sql);
};

/** A number in [0, 1) that looks random, of two numbers. */
const noise = (one: string, other: string): string =>
  `(((${one} * 2654435761 + ${other} * 40503) % 1000003) * 7919 % 1000003) / 1000003.0`;

const makeExperiment = (
  writer: Writer,
  { experiment, size, keys }: { experiment: number; size: ProjectSize; keys: Keys },
): void => {
  const { lastId } = writer.run(
    'INSERT INTO experiments (name, created_at_ms, updated_at_ms) VALUES (?, ?, ?)',
    [`experiment-${String(experiment).padStart(2, '0')}`, firstStartMs, firstStartMs],
  );
  const first = (experiment - 1) * size.runsEach + 1;
  const range = { first, last: first + size.runsEach - 1 };
  makeRuns(writer, { ...range, experimentId: lastId });
  writer.run(
    `INSERT INTO run_parameters SELECT runs.number, key.value, CASE key.key % 3
       WHEN 0 THEN printf('%.6g', ${noise('runs.number', 'key.value')})
       WHEN 1 THEN 'choice-' || CAST(${noise('runs.number', 'key.value')} * 8 AS INTEGER)
       ELSE CAST(key.key AS TEXT) END
     FROM runs CROSS JOIN json_each(:keys) AS key WHERE runs.number BETWEEN :first AND :last ORDER BY 1, 2`,
    { keys: JSON.stringify(keys.parameters), ...range },
  );
  makeMetrics(writer, { ...range, keys: keys.metrics, steps: size.steps });
  writer.run(
    `INSERT INTO run_tags SELECT number, (SELECT number FROM keys WHERE name = 'mlflow.runName'), name FROM runs
     WHERE number BETWEEN :first AND :last
     UNION ALL SELECT number, :team, 'team-' || (number % 5) FROM runs WHERE number BETWEEN :first AND :last ORDER BY 1, 2`,
    { team: keys.team, ...range },
  );
};

const makeRuns = (writer: Writer, range: { first: number; last: number; experimentId: number }): void => {
  writer.run(
    `WITH RECURSIVE n(number) AS (SELECT :first UNION ALL SELECT number + 1 FROM n WHERE number < :last)
     INSERT INTO runs (number, id, experiment_id, name, status, started_at_ms, ended_at_ms, parent_id)
     SELECT number, printf('%032x', number), :experimentId, printf('run-%06d', number),
       CASE WHEN number % 97 = 0 THEN 'failed' ELSE 'finished' END, ${firstStartMs} + number * 60000,
       ${firstStartMs} + number * 60000 + 1000 * (1 + number % 3600),
       CASE WHEN number % 30 BETWEEN 1 AND 4 AND number - number % 30 >= :first THEN printf('%032x', number - number % 30) END
     FROM n`,
    range,
  );
};

const makeMetrics = (
  writer: Writer,
  given: { first: number; last: number; keys: readonly number[]; steps: number },
): void => {
  const parameters = { ...given, keys: JSON.stringify(given.keys) };
  writer.run(
    `WITH RECURSIVE s(step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM s WHERE step < :steps - 1)
     INSERT INTO run_metrics (run_number, key_number, step, timestamp_ms, value)
     SELECT runs.number, key.value, step, started_at_ms + step * 1000,
       CASE WHEN key.key % 2 = 0 THEN 1.0 / (1 + step) ELSE step / (1.0 + step) END + 0.3 * ${noise('runs.number * 31 + step', 'key.value')}
     FROM runs CROSS JOIN json_each(:keys) AS key CROSS JOIN s WHERE runs.number BETWEEN :first AND :last ORDER BY 1, 2, 3`,
    parameters,
  );
  const extreme = (direction: 'ASC' | 'DESC'): string =>
    `first_value(step) OVER (PARTITION BY run_number, key_number ORDER BY value ${direction}, step)`;
  writer.run(
    `INSERT INTO run_metric_summaries
     SELECT run_number, key_number, step, timestamp_ms, value, 0, min_value, min_step, max_value, max_step, :steps, 0, 0
     FROM (SELECT run_number, key_number, step, timestamp_ms, value,
         min(value) OVER (PARTITION BY run_number, key_number) AS min_value, ${extreme('ASC')} AS min_step,
         max(value) OVER (PARTITION BY run_number, key_number) AS max_value, ${extreme('DESC')} AS max_step
       FROM run_metrics WHERE run_number BETWEEN :first AND :last)
     WHERE step = :steps - 1`,
    { first: given.first, last: given.last, steps: given.steps },
  );
};
