import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { unpackDatabase } from '../../fixtures/foreign-runs/unpack.ts';
import type { TreeSize } from './make-tree.ts';

export interface DatabaseSize extends TreeSize {
  /** Each with as many points as there are steps. */
  readonly metrics: number;
}

/** A tracking database with the schema that MLflow 3.17 made, and rows as its server writes them: run after run, whose ids are in no order. */
export const makeDatabase = (path: string, size: DatabaseSize): void => {
  renameSync(unpackDatabase('3.17', dirname(path)), path);
  const database = open(path);
  for (const table of tablesOfFixture) database.exec(`DELETE FROM ${table}`);
  database.close();
  addRuns(path, size, { first: 0, count: size.runs });
};

const tablesOfFixture = [
  ...['latest_metrics', 'metrics', 'params', 'tags', 'runs', 'input_tags', 'inputs', 'datasets'],
  ...['logged_model_metrics', 'logged_model_params', 'logged_model_tags', 'logged_models'],
  ...[
    'model_version_tags',
    'model_versions',
    'registered_model_aliases',
    'registered_model_tags',
    'registered_models',
  ],
  ...['experiment_tags', 'experiments'],
];

const open = (path: string): Database.Database => {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  // Only making it may take shortcuts: what is measured reads it as a server leaves it.
  for (const setting of [
    'journal_mode = OFF',
    'synchronous = OFF',
    'cache_size = -4000000',
    'locking_mode = EXCLUSIVE',
  ])
    database.pragma(setting);
  return database;
};

/** Adds runs from number `first` on. */
export const addRuns = (
  path: string,
  { parameters, metrics, steps, runsInExperiment }: DatabaseSize,
  { first, count }: { first: number; count: number },
): void => {
  const database = open(path);
  const into = (table: string, columns: readonly string[]) =>
    database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
  const insertExperiment = database.prepare(
    `INSERT OR IGNORE INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (?, ?, ?, 'active', 1700000000000, 1700000000000)`,
  );
  const insertRun = database.prepare(
    `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version,
       lifecycle_stage, artifact_uri, experiment_id) VALUES (?, ?, 'UNKNOWN', '', '', 'ada', 'FINISHED', ?, ?, '', 'active', ?, ?)`,
  );
  const insertTag = into('tags', ['run_uuid', 'key', 'value']);
  const insertParameter = into('params', ['run_uuid', 'key', 'value']);
  const insertPoint = into('metrics', ['run_uuid', 'key', 'timestamp', 'step', 'value', 'is_nan']);
  const insertLatest = into('latest_metrics', ['run_uuid', 'key', 'timestamp', 'step', 'value', 'is_nan']);
  database.exec('BEGIN');
  for (let run = first; run < first + count; run += 1) {
    const id = createHash('md5').update(String(run)).digest('hex');
    const experiment = 1 + Math.floor(run / runsInExperiment);
    const startedAtMs = 1_700_000_000_000 + run * 1000;
    insertExperiment.run(experiment, `experiment ${experiment}`, `mlflow-artifacts:/${experiment}`);
    const artifacts = `mlflow-artifacts:/${experiment}/${id}/artifacts`;
    insertRun.run(id, `run ${run}`, startedAtMs, startedAtMs + 60_000, artifacts, experiment);
    insertTag.run(id, 'mlflow.runName', `run ${run}`);
    for (const tag of ['mlflow.user', 'mlflow.source.name', 'mlflow.source.type'])
      insertTag.run(id, tag, 'value');
    for (let index = 0; index < parameters; index += 1)
      insertParameter.run(id, `parameter_${index}`, String((index * 7919 + run) % 1000));
    for (let metric = 0; metric < metrics; metric += 1) {
      const key = metric === 0 ? 'loss' : `metric_${metric}`;
      for (let step = 0; step < steps; step += 1)
        insertPoint.run(id, key, startedAtMs + step, step, 1 / (step + 3 + (run % 100)), 0);
      insertLatest.run(id, key, startedAtMs + steps - 1, steps - 1, 1 / (steps + 2 + (run % 100)), 0);
    }
  }
  database.exec('COMMIT');
  database.close();
};
