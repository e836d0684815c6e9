import { z } from 'zod';
import { metricPoint, topic } from '../events.ts';

/** What the tracking server's program tells the engine that started it. */
export const trackingServerMessage = z.discriminatedUnion('kind', [
  /** It answers. */
  z.object({ kind: z.literal('ready'), port: z.number().int() }),
  /** It cannot serve and ends. */
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['port-in-use', 'invalid-input', 'project-damaged', 'unavailable']),
    message: z.string(),
  }),
  /** Copies of these objects are out of date; no ids when they are many. */
  z.object({ kind: z.literal('changed'), topic, ids: z.array(z.string()) }),
  z.object({ kind: z.literal('points'), runId: z.string(), points: z.array(metricPoint) }),
]);
export type TrackingServerMessage = z.infer<typeof trackingServerMessage>;
