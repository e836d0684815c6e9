import type { MetricPoint } from '../../shared/events.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import { storedPoint } from './run-metrics.ts';

/** Models as MLflow 3 logs them. */

export interface LoggedModelRecord {
  readonly id: string;
  readonly experiment_id: number;
  readonly name: string;
  readonly source_run_id: string | null;
  /** Where its files are said to lie; see `proxiedPathOf`. */
  readonly artifact_location: string;
}

/** Undefined for one that was deleted, too. */
export const findLoggedModel = (reader: Reader, id: string): LoggedModelRecord | undefined =>
  reader.get<LoggedModelRecord>('SELECT * FROM logged_models WHERE id = ? AND deleted_at_ms IS NULL', [id]);

export const addModelPoints = (
  writer: Writer,
  modelId: string,
  point: MetricPoint & { runId: string; datasetName: string | null; datasetDigest: string | null },
): void => {
  const { step, timestamp_ms, value, is_nan } = storedPoint(point);
  writer.run(
    `INSERT INTO logged_model_metrics (model_id, key, step, timestamp_ms, value, is_nan, run_id, dataset_name, dataset_digest)
     SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM logged_models WHERE id = ? ON CONFLICT DO NOTHING`,
    [
      point.key,
      step,
      timestamp_ms,
      value,
      is_nan,
      point.runId,
      point.datasetName,
      point.datasetDigest,
      modelId,
    ],
  );
};
