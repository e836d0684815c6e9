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
    const stop = client().onEvent((event) => {
      if (event.type !== 'run.points' || !wanted.has(event.runId)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        refetch();
      }, everyMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [ids, refetch]);
}
