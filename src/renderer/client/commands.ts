import { useCallback, useRef, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/index.ts';
import { EngineError, toErrorData } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';
import { toast } from '../ui/overlay/toast.tsx';
import { call } from './client.ts';

export interface RunningCommand<Name extends CommandName> {
  /** Resolves with the output, or with undefined after an error (which was shown) or a cancellation. */
  run: (input: CommandInput<Name>) => Promise<CommandOutput<Name> | undefined>;
  isRunning: boolean;
  /** Of a long command. */
  progress: Progress | null;
  cancel: () => void;
  /** Of the last run, until the next one starts. */
  error: EngineError | null;
}

export interface UseCommandOptions {
  /** What failed, for the toast: "The run could not be registered". */
  failure: string;
  /** Leave the error to the caller, who shows it in place. */
  quiet?: boolean;
}

/** Something the user does. Shows an error as a toast with its message; several runs can be under way, `cancel` ends the last. */
export function useCommand<Name extends CommandName>(
  command: Name,
  { failure, quiet = false }: UseCommandOptions,
): RunningCommand<Name> {
  const [underWay, setUnderWay] = useState(0);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const abort = useRef<AbortController | null>(null);

  const run = useCallback(
    async (input: CommandInput<Name>) => {
      const controller = new AbortController();
      abort.current = controller;
      setUnderWay((count) => count + 1);
      setProgress(null);
      setError(null);
      try {
        return await call(command, input, { signal: controller.signal, onProgress: setProgress });
      } catch (thrown) {
        const known = asEngineError(thrown);
        if (known.code !== 'cancelled') {
          setError(known);
          if (!quiet) showError(failure, known);
        }
        return undefined;
      } finally {
        setUnderWay((count) => count - 1);
      }
    },
    [command, failure, quiet],
  );
  const cancel = useCallback(() => abort.current?.abort(), []);
  return { run, isRunning: underWay > 0, progress, cancel, error };
}

export function asEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const { code, message } = toErrorData(thrown);
  return new EngineError(code, message, { cause: thrown });
}

export function showError(title: string, thrown: unknown): void {
  toast({ meaning: 'bad', title, detail: asEngineError(thrown).message });
}
