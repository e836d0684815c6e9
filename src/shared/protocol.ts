import { z } from 'zod';
import { errorData } from './errors.ts';
import { engineEvent } from './events.ts';
import { progress } from './model/progress.ts';

/**
 * The one message protocol between a client (window, command line) and an engine, over every carrier: the utility process's
 * port, a forked child's channel, the local socket (one JSON document a line).
 *
 * A client numbers its calls; every answer names the call it answers, so that any number can be in flight.
 */
const callId = z.string().min(1).max(64);

export const clientMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: callId,
    command: z.string(),
    /** Absolute path of the project's folder, for commands of scope `project`. */
    project: z.string().optional(),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('cancel'), id: callId }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

export const engineMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), version: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('result'), id: callId, output: z.unknown() }),
  z.object({ kind: z.literal('error'), id: callId, error: errorData }),
  z.object({ kind: z.literal('progress'), id: callId, progress }),
  z.object({ kind: z.literal('event'), event: engineEvent }),
]);
export type EngineMessage = z.infer<typeof engineMessage>;

/** State of the engine as the window's shell sees it; pushed by main, not by the engine. */
export const engineState = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  /** Why it is not ready, for a person. */
  reason: z.string().optional(),
  restarts: z.number(),
});
export type EngineState = z.infer<typeof engineState>;

/** What the preload script puts on `window.modelyard`: messages both ways, nothing else. */
export interface WindowBridge {
  /** Sends one message to the engine (or, for `shell.*` commands, to the shell). */
  send(message: ClientMessage): void;
  /** Calls back for every message from the engine. Returns the function that stops it. */
  onMessage(listener: (message: EngineMessage) => void): () => void;
  onEngineState(listener: (state: EngineState) => void): () => void;
  /** Path on disk of a file that was dropped on the window. */
  pathOfDroppedFile(file: unknown): string;
  readonly platform: 'linux' | 'darwin' | 'win32';
}
