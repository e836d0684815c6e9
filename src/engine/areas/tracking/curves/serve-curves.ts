import { toErrorData } from '../../../../shared/errors.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { createCurveCache } from './create-curve-cache.ts';
import type { FromCurveWorker, ToCurveWorker } from './curve-worker-protocol.ts';
import { readCurves } from './read-curves.ts';

/** Answers one question after the other. */
export const serveCurves = (reader: Reader): ((message: ToCurveWorker) => FromCurveWorker) => {
  const ready = createCurveCache(reader);
  return ({ id, request }) => {
    try {
      return { id, answer: readCurves(ready, request) };
    } catch (thrown) {
      return { id, error: toErrorData(thrown) };
    }
  };
};
