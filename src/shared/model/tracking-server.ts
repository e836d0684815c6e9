import { z } from 'zod';
import { endpointState } from './serving.ts';

/** The server of a project that MLflow’s clients log to. */
export const trackingServer = z.object({
  state: endpointState,
  /** Why it failed or restarts, for a person. */
  reason: z.string().nullable(),
  /** Null until it was started once. */
  port: z.number().int().nullable(),
  /** For `mlflow.set_tracking_uri`: `http://127.0.0.1:5000`. */
  address: z.string().nullable(),
  startedAtMs: z.number().nullable(),
});
export type TrackingServer = z.infer<typeof trackingServer>;
