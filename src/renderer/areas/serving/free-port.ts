import type { EngineError } from '../../../shared/errors.ts';

/** The port that the engine found free when the wanted one was taken; null when that is not what went wrong. */
export function freePortOf(error: EngineError | null): number | null {
  const freePort = error?.code === 'port-in-use' ? error.details?.freePort : undefined;
  return typeof freePort === 'number' ? freePort : null;
}
