import type { CommandSpec } from '../../shared/contract/command.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { HandlerTable } from './handler-table.ts';
import { throttleProgress } from './throttle-progress.ts';
import { validateInput } from './validate-input.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface HandlerCall {
  readonly command: string;
  readonly spec: CommandSpec;
  readonly handlers: HandlerTable;
  readonly input: unknown;
  readonly signal: AbortSignal;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Validates, runs, and stops the flow of progress when the answer is there. Whatever the handler throws goes on to the caller. */
export const runHandler = async (call: HandlerCall): Promise<unknown> => {
  const handler = Object.hasOwn(call.handlers, call.command) ? call.handlers[call.command] : undefined;
  if (handler === undefined) {
    throw new EngineError('invalid-input', `There is no command “${call.command}” here.`);
  }
  const input = validateInput(call.command, call.spec, call.input) as never;
  if (call.signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
  const progress = throttleProgress(call.onProgress ?? (() => {}));
  try {
    return await handler(input, { signal: call.signal, progress: progress.report });
  } finally {
    progress.stop();
  }
};
