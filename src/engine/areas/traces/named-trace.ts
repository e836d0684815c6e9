import { EngineError } from '../../../shared/errors.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { traceIdsBeginning } from '../../store/trace-lists.ts';

/** The id of the trace that somebody means by it or by its beginning, with or without MLflow's `tr-`. Error `not-found`. */
export const namedTrace = (reader: Reader, reference: string): string => {
  for (const beginning of [reference, `tr-${reference}`]) {
    const [first, second] = traceIdsBeginning(reader, beginning);
    if (first !== undefined && (second === undefined || first === beginning)) return first;
  }
  throw new EngineError(
    'not-found',
    `There is no trace “${reference}”, or more than one begins so. List them with: modelyard traces list`,
    { details: { trace: reference } },
  );
};
