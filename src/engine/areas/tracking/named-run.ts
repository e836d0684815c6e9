import { EngineError } from '../../../shared/errors.ts';
import { formatNumber } from '../../../shared/model/format.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { countMeantRuns, findRun, type RunRecord } from '../../store/runs.ts';

/** The run that somebody means by an id, the beginning of one, or a name. Error `not-found`. */
export const namedRun = (reader: Reader, reference: string): RunRecord => {
  const found = findRun(reader, reference);
  if (found !== undefined) return found;
  const meant = countMeantRuns(reader, reference);
  throw new EngineError(
    'not-found',
    meant === 0
      ? `There is no run “${reference}”. List them with: modelyard runs list`
      : `“${reference}” can mean ${formatNumber(meant)} runs. Name one by its id; list them with: modelyard runs list`,
    { details: { run: reference } },
  );
};
