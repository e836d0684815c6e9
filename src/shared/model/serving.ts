import { z } from 'zod';
import { signature } from './signature.ts';

export const endpointState = z.enum(['starting', 'ready', 'restarting', 'stopped', 'failed']);
export type EndpointState = z.infer<typeof endpointState>;

export const endpoint = z.object({
  id: z.string(),
  model: z.string(),
  version: z.number().int(),
  runId: z.string().nullable(),
  modelDigest: z.string(),
  state: endpointState,
  /** Why it failed or restarts, for a person. */
  reason: z.string().nullable(),
  port: z.number().int(),
  /** `http://127.0.0.1:8000` */
  address: z.string(),
  startedAtMs: z.number().nullable(),
  predictions: z.number(),
  errors: z.number(),
  requestsPerSecond: z.number(),
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
});
export type Endpoint = z.infer<typeof endpoint>;

/** One line of the prediction log: one record that was predicted. */
export const predictionRecord = z.object({
  /** UTC, ISO 8601 with milliseconds. */
  time: z.string(),
  requestId: z.string(),
  /** Position of the record in its request. */
  row: z.number().int(),
  model: z.string(),
  version: z.number().int(),
  runId: z.string().nullable(),
  modelDigest: z.string(),
  features: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  prediction: z.union([z.string(), z.number()]),
  /** By class, in the signature's order; absent for regression. */
  probabilities: z.array(z.number()).optional(),
});
export type PredictionRecord = z.infer<typeof predictionRecord>;

/**
 * What the serving program is started with: `model.json` beside `model.onnx` in one folder. The same folder is copied into an
 * image, so it holds no machine's path.
 */
export const servingManifest = z.object({
  formatVersion: z.literal(1),
  name: z.string(),
  version: z.number().int(),
  runId: z.string().nullable(),
  /** SHA-256 of model.onnx, checked at start. */
  modelDigest: z.string(),
  signature: signature,
});

export type ServingManifest = z.infer<typeof servingManifest>;
