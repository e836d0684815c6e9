import { EngineError } from '../../../shared/errors.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { findRun, type RunRecord } from '../../store/runs.ts';

/** The run that somebody means by an id, the beginning of one, or a name. Error `not-found`. */
export const namedRun = (reader: Reader, reference: string): RunRecord => {
  const found = findRun(reader, reference);
  if (found !== undefined) return found;
  throw new EngineError(
    'not-found',
    `There is no run “${reference}”, or more than one begins so. List them with: modelyard runs list`,
    { details: { run: reference } },
  );
};
