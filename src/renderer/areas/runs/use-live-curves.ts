import { useEffect } from 'react';
import { client } from '../../client/index.ts';

/** Soon enough to look live, and no more often than anybody can see. */
const everyMs = 250;

/** Asks for curves again when points of these runs come in. */
export function useLiveCurves(runIds: readonly string[], refetch: () => void): void {
  const ids = runIds.join();
  useEffect(() => {
    const wanted = new Set(ids.split(','));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let askedAtMs = Number.NEGATIVE_INFINITY;
    const stop = client().onEvent((event) => {
      if (event.type !== 'run.points' || !wanted.has(event.runId)) return;
      // The first point after a while is asked for at once, those after it together.
      timer ??= setTimeout(
        () => {
          timer = undefined;
          askedAtMs = performance.now();
          refetch();
        },
        Math.max(0, askedAtMs + everyMs - performance.now()),
      );
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [ids, refetch]);
}
