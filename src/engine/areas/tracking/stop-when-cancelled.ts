import { EngineError } from '../../../shared/errors.ts';

/** Error `cancelled` where somebody has cancelled. */
export const stopWhenCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
};
