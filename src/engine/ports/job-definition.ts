import type { ErrorData } from '../../shared/errors.ts';
import type { Topic } from '../../shared/events.ts';
import type { JobKind } from '../../shared/model/job.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { ContainerRuntime } from './container-runtime.ts';
import type { TableReader } from './data-engine.ts';
import type { ForeignRuns } from './foreign-runs.ts';
import type { ModelRuntime } from './model-runtime.ts';
import type { Writer } from './store-handles.ts';

/** What a job program gets in its worker process. It has no database: it answers, and the engine writes. */
export interface JobTools<Emission> {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly log: (line: string) => void;
  /** Sends partial results (metric points of a round) that the engine stores while the job goes on. */
  readonly emit: (emission: Emission) => void;
  /**
   * Resolves when at most so many emissions are still to be stored. Who emits much waits here, or it piles up in the engine. Rejects when
   * the job is cancelled.
   */
  readonly stored: (atMost: number) => Promise<void>;
  /** An empty folder for files the job makes; what the output names is moved into the object store, the rest is removed. */
  readonly stagingFolder: string;
  readonly data: TableReader;
  readonly models: ModelRuntime;
  readonly containers: ContainerRuntime;
  readonly foreignRuns: Pick<ForeignRuns, 'read' | 'readChanges'>;
}

/** The work itself: a plain function in a worker process. Input, output and emissions are JSON-safe. */
export type JobProgram<Input, Output, Emission = never> = (
  input: Input,
  tools: JobTools<Emission>,
) => Promise<Output>;

export interface RunningJob<Input> {
  readonly id: string;
  readonly attempt: number;
  readonly input: Input;
  readonly stagingFolder: string;
}

/**
 * The engine's side of a kind of job. Every function that takes a `Writer` runs in the same transaction as the job's change of
 * state, so that a job is never finished without its effects nor its effects there twice.
 */
export interface JobDefinition<Input, Output, Emission = never> {
  readonly kind: JobKind;
  /** Also when it starts again after a recovery: must undo what an earlier attempt stored. */
  onStart?(writer: Writer, job: RunningJob<Input>): void;
  onEmission?(writer: Writer, job: RunningJob<Input>, emission: Emission): void;
  /** Moves files into the object store first, then answers what to write. Runs before the state changes; may run again. */
  finish(job: RunningJob<Input>, output: Output): Promise<(writer: Writer) => void>;
  onFailure?(
    writer: Writer,
    job: RunningJob<Input>,
    failure: { state: 'failed' | 'cancelled'; error: ErrorData },
  ): void;
  /** Removes what an attempt that was ended before it was done has left outside the project. */
  tidyUp?(job: Pick<RunningJob<Input>, 'id' | 'input'>): void;
  /** Whose copies are out of date after any of the above. */
  changes(job: RunningJob<Input>): readonly { topic: Topic; ids: readonly string[] }[];
}

export interface EnqueueRequest<Input> {
  readonly kind: JobKind;
  readonly title: string;
  readonly input: Input;
  readonly subject: {
    type: 'run' | 'evaluation' | 'drift' | 'export' | 'file' | 'import';
    id: string;
  } | null;
  /** Rows that must appear together with the job (the run of a training). */
  readonly together?: (writer: Writer, jobId: string) => void;
}

export interface JobQueue {
  /** Durable when it returns. */
  enqueue<Input>(request: EnqueueRequest<Input>): { jobId: string };
}
