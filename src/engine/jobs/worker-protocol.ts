import { z } from 'zod';
import { errorData } from '../../shared/errors.ts';
import { progress } from '../../shared/model/progress.ts';

/** What the engine says to a job worker. A worker does one job and ends. */
export const messageToWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    kind: z.string(),
    input: z.unknown(),
    stagingFolder: z.string(),
    attempt: z.number().int(),
  }),
  z.object({ type: z.literal('cancel') }),
  /** So many more emissions are in the database. */
  z.object({ type: z.literal('stored'), count: z.number().int() }),
]);
export type MessageToWorker = z.infer<typeof messageToWorker>;

/** What a job worker says to the engine. `done` or `failed` comes once and last. */
export const messageFromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress }),
  z.object({ type: z.literal('log'), line: z.string() }),
  z.object({ type: z.literal('emit'), emission: z.unknown() }),
  z.object({ type: z.literal('done'), output: z.unknown() }),
  z.object({ type: z.literal('failed'), error: errorData }),
]);
export type MessageFromWorker = z.infer<typeof messageFromWorker>;
