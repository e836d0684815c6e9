import type { MetricPoint } from '../../shared/events.ts';
import type { Writer } from '../ports/store-handles.ts';
import { storedPoint } from './run-metrics.ts';

/** Models as MLflow 3 logs them. */

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
