import { z } from 'zod';

/** What the serving program tells the process that started it. */
export const servingMessage = z.discriminatedUnion('kind', [
  /** The warm-up inference has succeeded. */
  z.object({ kind: z.literal('ready'), port: z.number().int() }),
  /** It cannot serve and ends. */
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['port-in-use', 'model-invalid', 'invalid-input']),
    message: z.string(),
  }),
  /** Once a second; rates and percentiles are of the last ten seconds, counts since it started. */
  z.object({
    kind: z.literal('stats'),
    requestsPerSecond: z.number(),
    p50Ms: z.number().nullable(),
    p99Ms: z.number().nullable(),
    predictions: z.number(),
    errors: z.number(),
    /** Why predictions are not being logged at the moment, null when they are. */
    logProblem: z.string().nullable(),
  }),
]);
export type ServingMessage = z.infer<typeof servingMessage>;
export type ServingStats = Extract<ServingMessage, { kind: 'stats' }>;
