/** What the engine takes from the machine around it, so that tests can give it other ones. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
}

export interface Ids {
  /** 32 lower-case hexadecimal digits, as MLflow's run ids. */
  next(): string;
}

export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}
