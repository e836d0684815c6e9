import Database from 'better-sqlite3';
import { mlflowDatabase } from '../../support/mlflow-server.ts';
import {
  experimentName,
  type FixtureSize,
  fixturePoint,
  fixtureRun,
  fixtureStartMs,
  modelName,
} from './fixture.ts';

/**
 * Writes the fixture straight into the file of a stopped server that has started once, so that its tables are there: through its own
 * routes it would take an hour.
 */
export function fillMlflow(folder: string, size: FixtureSize): void {
  const database = new Database(mlflowDatabase(folder));
  try {
    database.transaction(() => {
      const experimentId = insertExperiment(database);
      insertRuns(database, experimentId, size);
      insertModels(database, size.models);
    })();
  } finally {
    database.close();
  }
}

function insertExperiment(database: Database.Database): number {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
       VALUES (?, 'mlflow-artifacts:/bench', 'active', ?, ?, 'default')`,
    )
    .run(experimentName, fixtureStartMs, fixtureStartMs);
  return Number(lastInsertRowid);
}

function insertRuns(database: Database.Database, experimentId: number, { runs, points }: FixtureSize): void {
  const insertRun = database.prepare(
    `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version,
       lifecycle_stage, artifact_uri, experiment_id)
     VALUES (?, ?, 'UNKNOWN', '', '', 'bench', 'RUNNING', ?, '', 'active', ?, ?)`,
  );
  const insertTag = database.prepare('INSERT INTO tags (run_uuid, key, value) VALUES (?, ?, ?)');
  const insertParam = database.prepare('INSERT INTO params (run_uuid, key, value) VALUES (?, ?, ?)');
  const insertMetric = database.prepare(
    'INSERT INTO metrics (run_uuid, key, value, timestamp, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)',
  );
  const insertLatest = database.prepare(
    'INSERT INTO latest_metrics (run_uuid, key, value, timestamp, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)',
  );
  for (let index = 0; index < runs; index += 1) {
    const run = fixtureRun(index);
    const id = runId(index);
    insertRun.run(id, run.name, run.startTimeMs, `mlflow-artifacts:/bench/${id}/artifacts`, experimentId);
    insertTag.run(id, 'mlflow.runName', run.name);
    insertTag.run(id, 'mlflow.source.name', 'bench.py');
    for (const { key, value } of run.params) insertParam.run(id, key, value);
    for (const { key, value, timestamp, step } of run.metrics) {
      insertMetric.run(id, key, value, timestamp, step);
      insertLatest.run(id, key, value, timestamp, step);
    }
  }
  for (let index = 0; index < points; index += 1) {
    const { key, value, timestamp, step } = fixturePoint(index);
    insertMetric.run(runId(0), key, value, timestamp, step);
    if (index === points - 1) insertLatest.run(runId(0), key, value, timestamp, step);
  }
}

function insertModels(database: Database.Database, models: number): void {
  const insertModel = database.prepare(
    `INSERT INTO registered_models (name, creation_time, last_updated_time, description, workspace)
     VALUES (?, ?, ?, '', 'default')`,
  );
  const insertVersion = database.prepare(
    `INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id,
       status, workspace)
     VALUES (?, 1, ?, ?, '', 'bench', 'None', 'mlflow-artifacts:/bench/models', '', 'READY', 'default')`,
  );
  for (let index = 0; index < models; index += 1) {
    const atMs = fixtureStartMs + index;
    insertModel.run(modelName(index), atMs, atMs);
    insertVersion.run(modelName(index), atMs, atMs);
  }
}

const runId = (index: number): string => index.toString(16).padStart(32, '0');
