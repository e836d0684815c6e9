import { useEffect, useState } from 'react';
import { createTurns } from './turns.ts';

export type Drawings = typeof import('./drawings.ts');

/** Under load a moment of rest may not come; then a chart is drawn nevertheless. */
const longestWaitMs = 200;

const atRest = (work: () => void) => void requestIdleCallback(work, { timeout: longestWaitMs });
const takeTurn = createTurns(atRest);

/**
 * What draws charts; null until it is this chart's turn. One chart after the other: the first drawing of one is long work, and that of
 * all charts of a page in one go would hold up clicks and keys.
 */
export function useDrawings(): Drawings | null {
  const [drawings, setDrawings] = useState<Drawings | null>(null);
  useEffect(() => {
    if (drawings !== null) return;
    const fail = (thrown: unknown) =>
      setDrawings(() => {
        throw thrown;
      });
    // Given back when the chart has been drawn, or is gone.
    return takeTurn(() => void import('./drawings.ts').then(setDrawings, fail));
  }, [drawings]);
  return drawings;
}
