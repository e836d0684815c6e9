import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ServingManifest } from '../shared/model/serving.ts';
import type { RequestErrorCode } from './request-error.ts';

export interface ServingMetrics {
  predicted(count: number): void;
  failed(code: RequestErrorCode): void;
  /** Times of one answered prediction request, in milliseconds. */
  timed(times: { queueMs: number; inferenceMs: number; totalMs: number; rows: number }): void;
  logFailed(): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const latencyBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Total, queue and inference are apart on purpose: a slow model and a long queue look the same in one histogram.
 * Label values come from the bundle and from closed lists, never from a request.
 */
export function createMetrics(manifest: ServingManifest, underWay: () => number): ServingMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labels = { model: manifest.name, version: String(manifest.version) };
  const labelNames = ['model', 'version'] as const;
  const registers = [registry];
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, labelNames, buckets: latencyBuckets, registers });

  const predictions = new Counter({
    name: 'predictions_total',
    help: 'Records predicted.',
    labelNames,
    registers,
  });
  const errors = new Counter({
    name: 'prediction_errors_total',
    help: 'Requests that were not answered with a prediction, by class of error.',
    labelNames: [...labelNames, 'code'],
    registers,
  });
  const logErrors = new Counter({
    name: 'prediction_log_errors_total',
    help: 'Predictions that were answered but could not be logged.',
    labelNames,
    registers,
  });
  const total = histogram('prediction_latency_seconds', 'From the request’s first byte to the answer.');
  const queue = histogram(
    'prediction_queue_seconds',
    'From the request’s first byte to the start of the inference.',
  );
  const inference = histogram('prediction_inference_seconds', 'The inference alone.');
  const rows = new Histogram({
    name: 'prediction_request_rows',
    help: 'Records in a request.',
    labelNames,
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 10_000],
    registers,
  });
  new Gauge({
    name: 'requests_under_way',
    help: 'Prediction requests waiting or being answered.',
    registers,
    collect() {
      this.set(underWay());
    },
  });
  new Gauge({
    name: 'model_info',
    help: 'Always 1; its labels say what is being served.',
    labelNames: [...labelNames, 'run_id', 'digest'],
    registers,
  }).set({ ...labels, run_id: manifest.runId ?? '', digest: manifest.modelDigest }, 1);
  predictions.inc(labels, 0);
  logErrors.inc(labels, 0);

  return {
    predicted: (count) => predictions.inc(labels, count),
    failed: (code) => errors.inc({ ...labels, code }),
    timed({ queueMs, inferenceMs, totalMs, rows: rowCount }) {
      total.observe(labels, totalMs / 1000);
      queue.observe(labels, queueMs / 1000);
      inference.observe(labels, inferenceMs / 1000);
      rows.observe(labels, rowCount);
    },
    logFailed: () => logErrors.inc(labels),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
