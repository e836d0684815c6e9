import { EngineError } from '../../shared/errors.ts';
import type { Reader } from '../ports/store-handles.ts';

/** The number that tables of values know a run by. Error `not-found`. */
export const runNumberOf = (reader: Reader, runId: string): number => {
  const run = reader.get<{ number: number }>('SELECT number FROM runs WHERE id = ?', [runId]);
  if (run === undefined) throw new EngineError('not-found', `There is no run “${runId}”.`);
  return run.number;
};
