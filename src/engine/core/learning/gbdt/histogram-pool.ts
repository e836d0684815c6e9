import type { HistogramLayout } from './histogram.ts';

export interface HistogramPool {
  /** A buffer to fill; it must go back through `keep`. */
  take(): Float64Array;
  /** Answers the histogram if it is wanted and there is room to hold it, and otherwise takes it back. */
  keep(histogram: Float64Array, isWanted: boolean): Float64Array | null;
}

/** Buffers for one fit. At most `bytes` of them are held for later subtraction; the two that a search needs at a time come on top. */
export function createHistogramPool(
  layout: HistogramLayout,
  numLeaves: number,
  bytes: number,
): HistogramPool {
  const bytesEach = Math.max(1, layout.length * Float64Array.BYTES_PER_ELEMENT);
  const maxHeld = Math.min(numLeaves, Math.floor(bytes / bytesEach));
  const free: Float64Array[] = [];
  const held = new Set<Float64Array>();
  return {
    take: () => free.pop() ?? new Float64Array(layout.length),
    keep(histogram, isWanted) {
      if (isWanted && (held.has(histogram) || held.size < maxHeld)) {
        held.add(histogram);
        return histogram;
      }
      held.delete(histogram);
      free.push(histogram);
      return null;
    },
  };
}
