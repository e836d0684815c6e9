import type { CurvesAnswer } from '../../../../shared/model/series/curves-answer.ts';
import type { WorkContext } from '../../../ports/data-engine.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { stopWhenCancelled } from '../stop-when-cancelled.ts';
import { createCurveCache } from './create-curve-cache.ts';
import type { CurveThreads } from './curve-threads.ts';
import { type CurvesRequest, readCurves } from './read-curves.ts';

/** What the curve worker is asked. */
export interface CurveMethods {
  read(request: CurvesRequest, context?: WorkContext): Promise<CurvesAnswer>;
}

/**
 * What has to be read is read one request after another, and so is what has to be smoothed: what the first has loaded, the next does not
 * load again, and no more is in memory at once than one of them needs. What has neither to be answers without waiting for them.
 */
export const serveCurves = (reader: Reader, threads: CurveThreads): CurveMethods => {
  const { isToLoad, load, isToSmooth, smooth, ready } = createCurveCache(reader, threads);
  const [loads, smoothings] = [createTurns(), createTurns()];
  return {
    read: async (request, { signal } = {}) => {
      const { curves } = request;
      const loaded = () => (isToLoad(curves) ? loads(() => load(curves), signal) : undefined);
      await loaded();
      const smoothed = isToSmooth(curves)
        ? await smoothings(async () => {
            // Others may have pushed out what this one needs.
            await loaded();
            return smooth(curves);
          }, signal)
        : undefined;
      return readCurves((curve) => smoothed?.get(curve) ?? ready(curve), request);
    },
  };
};

/** Work that is done one after the other. What was cancelled while it waited is not begun. */
const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> => {
    const turn = last.then(() => {
      if (signal !== undefined) stopWhenCancelled(signal);
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
};
