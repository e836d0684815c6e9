import type { z } from 'zod';
import type { AreaContract } from '../../shared/contract/command.ts';
import type { Progress } from '../../shared/model/progress.ts';

export interface CallContext {
  /** Aborted when the caller cancels, disconnects, or the engine closes. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** What an area must provide: one function for each command of its contract; a missing one does not compile. */
export type Handlers<Area extends AreaContract> = {
  readonly [Name in keyof Area]: (
    input: z.output<Area[Name]['input']>,
    context: CallContext,
  ) => Promise<z.input<Area[Name]['output']>> | z.input<Area[Name]['output']>;
};
