import type { CurvesAnswer } from '../../../../shared/model/series/curves-answer.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { createCurveCache } from './create-curve-cache.ts';
import { type CurvesRequest, readCurves } from './read-curves.ts';

/** What the curve worker is asked. */
export interface CurveMethods {
  read(request: CurvesRequest): Promise<CurvesAnswer>;
}

export const serveCurves = (reader: Reader): CurveMethods => {
  const ready = createCurveCache(reader);
  return { read: async (request) => readCurves(ready, request) };
};
