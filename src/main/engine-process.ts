import type { ClientMessage } from '../shared/protocol.ts';

/** A running engine, whichever way it was started. */
export interface EngineProcess {
  readonly pid: number | undefined;
  send(message: ClientMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, with what is known of why. */
  onExit(listener: (reason: string) => void): void;
  /** Asks it to close its projects and end. */
  askToEnd(): void;
  kill(): void;
}
