/** Why a supervised child process is no more. Closed list. */
export type ExitReason = 'finished' | 'stopped' | 'killed' | 'crashed' | 'could-not-start';

export interface ChildExit {
  readonly reason: ExitReason;
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to standard error. */
  readonly lastWords: string;
}

/** A child Node process with a message channel. It ends itself when its parent's end of the channel closes. */
export interface ChildProcess {
  readonly pid: number;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Each line of standard output and error. */
  onLine(listener: (line: string) => void): void;
  readonly exited: Promise<ChildExit>;
  /** Asks it to end, waits at most `graceMs`, then kills its whole process tree. */
  stop(graceMs?: number): Promise<ChildExit>;
}

export interface ChildLauncher {
  /** Starts a program of ours (a built file) with the engine's Node, in a process group of its own. */
  launch(request: {
    program:
      | 'job-worker'
      | 'data-worker'
      | 'curve-worker'
      | 'artifact-worker'
      | 'serving'
      | 'tracking-server';
    environment?: Record<string, string>;
    workingFolder?: string;
  }): ChildProcess;
  /** Ends a process tree of an earlier engine, if the process is still the same (pid and start time). */
  endStray(process: { pid: number; startedAt: string }): Promise<boolean>;
  /** Identity of a running process that survives pid reuse: its start time as the system tells it. */
  startTimeOf(pid: number): string | null;
}
