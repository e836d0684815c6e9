import type { MetricPoint } from '../../shared/events.ts';
import { pythonJson } from '../core/python/python-json.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { storedPoint } from './run-metrics.ts';

/** Models as MLflow 3 logs them. */

export type LoggedModelStatus = 'pending' | 'ready' | 'upload-failed';

export interface LoggedModelRecord {
  readonly id: string;
  readonly experiment_id: number;
  readonly name: string;
  readonly model_type: string | null;
  readonly source_run_id: string | null;
  readonly status: LoggedModelStatus;
  readonly created_at_ms: number;
  /** Where its files are said to lie; see `proxiedPathOf`. */
  readonly artifact_location: string;
}

/** Undefined for one that was deleted, too. */
export const findLoggedModel = (reader: Reader, id: string): LoggedModelRecord | undefined =>
  reader.get<LoggedModelRecord>('SELECT * FROM logged_models WHERE id = ? AND deleted_at_ms IS NULL', [id]);

export const insertLoggedModel = (
  writer: Writer,
  model: {
    id: string;
    experimentId: number;
    name: string;
    type: string | null;
    sourceRunId: string | null;
    artifactLocation: string;
    nowMs: number;
  },
): void => {
  writer.run(
    `INSERT INTO logged_models (id, experiment_id, name, model_type, source_run_id, status, artifact_location, created_at_ms, updated_at_ms)
     VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
    [
      ...[model.id, model.experimentId, model.name, model.type, model.sourceRunId],
      ...[model.artifactLocation, model.nowMs, model.nowMs],
    ],
  );
};

export const setLoggedModelStatus = (
  writer: Writer,
  id: string,
  status: LoggedModelStatus,
  nowMs: number,
): void => {
  writer.run('UPDATE logged_models SET status = ?, updated_at_ms = ? WHERE id = ?', [status, nowMs, id]);
};

/** Keeps its rows and files for the versions that were made of it. */
export const removeLoggedModel = (writer: Writer, id: string, nowMs: number): void => {
  writer.run('UPDATE logged_models SET deleted_at_ms = ?, updated_at_ms = ? WHERE id = ?', [
    nowMs,
    nowMs,
    id,
  ]);
};

export const setLoggedModelTag = (writer: Writer, id: string, key: string, value: string): void => {
  writer.run(
    'INSERT INTO logged_model_tags (model_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [id, key, value],
  );
};

const versionsTag = 'mlflow.modelVersions';

/** MLflow's note at a logged model of what it was registered as, written as Python writes it. */
export const noteVersion = (writer: Writer, id: string, version: { name: string; version: number }): void => {
  const noted = writer.get<{ value: string }>(
    'SELECT value FROM logged_model_tags WHERE model_id = ? AND key = ?',
    [id, versionsTag],
  )?.value;
  const earlier = /^\[(.+)\]$/s.exec(noted ?? '')?.[1];
  const own = pythonJson(version, { ascii: true });
  setLoggedModelTag(writer, id, versionsTag, `[${earlier === undefined ? own : `${earlier}, ${own}`}]`);
};

/** False when the model had no such tag. */
export const deleteLoggedModelTag = (writer: Writer, id: string, key: string): boolean =>
  writer.run('DELETE FROM logged_model_tags WHERE model_id = ? AND key = ?', [id, key]).changes === 1;

export const setLoggedModelParameter = (writer: Writer, id: string, key: string, value: string): void => {
  writer.run(
    'INSERT INTO logged_model_parameters (model_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [id, key, value],
  );
};

/** A run used the model, or made it at a step. The model need not be known here. */
export const linkLoggedModel = (
  writer: Writer,
  link: { run: number; direction: 'input' | 'output'; modelId: string; step: number },
): void => {
  writer.run(
    `INSERT INTO run_models (run_number, direction, model_id, step) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET step = excluded.step`,
    [link.run, link.direction, link.modelId, link.step],
  );
};

/** A point that is there already changes nothing. False for a model that there never was. */
export const addModelPoint = (
  writer: Writer,
  modelId: string,
  point: MetricPoint & { runId: string; datasetName: string | null; datasetDigest: string | null },
): boolean => {
  const { step, timestamp_ms, value, is_nan } = storedPoint(point);
  const { changes } = writer.run(
    `INSERT INTO logged_model_metrics (model_id, key, step, timestamp_ms, value, is_nan, run_id, dataset_name, dataset_digest)
     SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM logged_models WHERE id = ? ON CONFLICT DO NOTHING`,
    [
      ...[point.key, step, timestamp_ms, value, is_nan],
      ...[point.runId, point.datasetName, point.datasetDigest, modelId],
    ],
  );
  return changes === 1 || writer.get('SELECT 1 FROM logged_models WHERE id = ?', [modelId]) !== undefined;
};
