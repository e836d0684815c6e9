import type { CurvesAnswer } from '../../../../shared/model/series/curves-answer.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { createCurveCache } from './create-curve-cache.ts';
import type { LoadHistories } from './load-in-threads.ts';
import { type CurvesRequest, readCurves } from './read-curves.ts';

/** What the curve worker is asked. */
export interface CurveMethods {
  read(request: CurvesRequest): Promise<CurvesAnswer>;
}

/** One request after another: what the first has loaded, the next does not load again. */
export const serveCurves = (reader: Reader, loadHistories: LoadHistories): CurveMethods => {
  const { prepare, ready } = createCurveCache(reader, loadHistories);
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: (request) => {
      const answer = last.then(async () => {
        await prepare(request.curves);
        return readCurves(ready, request);
      });
      last = answer.catch(() => undefined);
      return answer;
    },
  };
};
