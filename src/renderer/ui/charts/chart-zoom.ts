import { createContext } from 'react';

export interface Ends {
  readonly from: number;
  readonly to: number;
}
export type Scale = 'linear' | 'log';

/** What the pointer asks of a chart that can be zoomed; null where it cannot. */
export interface ChartZoom {
  select: (window: Ends) => void;
  /** Keeps the place where it is. */
  scaleAround: (x: number, factor: number) => void;
  reset: () => void;
}
export const ZoomOfChart = createContext<ChartZoom | null>(null);

/** Nearer than this share of the whole, two different numbers become one. */
const leastShare = 1e-12;

const onAxis = (scale: Scale, { from, to }: Ends): Ends =>
  scale === 'log' ? { from: Math.log10(from), to: Math.log10(to) } : { from, to };
const fromAxis = (scale: Scale, { from, to }: Ends): Ends =>
  scale === 'log' ? { from: 10 ** from, to: 10 ** to } : { from, to };

interface Zoomed {
  readonly window: Ends;
  readonly extent: Ends;
  readonly scale: Scale;
}

/** The window made `factor` times as wide around x, within the extent; null for all of it. */
export function scaledWindow({ window, extent, scale }: Zoomed, x: number, factor: number): Ends | null {
  const [shown, all] = [onAxis(scale, window), onAxis(scale, extent)];
  const at = onAxis(scale, { from: x, to: x }).from;
  return within(
    { from: at - (at - shown.from) * factor, to: at + (shown.to - at) * factor },
    { all, extent, scale },
  );
}

/** The window moved by a share of its width, as far as the extent goes. */
export function movedWindow({ window, extent, scale }: Zoomed, share: number): Ends | null {
  const [shown, all] = [onAxis(scale, window), onAxis(scale, extent)];
  const wanted = (shown.to - shown.from) * share;
  const by = Math.max(all.from - shown.from, Math.min(all.to - shown.to, wanted));
  return within({ from: shown.from + by, to: shown.to + by }, { all, extent, scale });
}

function within(
  { from, to }: Ends,
  { all, extent, scale }: { all: Ends; extent: Ends; scale: Scale },
): Ends | null {
  if (from <= all.from && to >= all.to) return null;
  if (to - from < (all.to - all.from) * leastShare)
    return fromAxis(scale, { from, to: from + (all.to - all.from) * leastShare });
  const shown = fromAxis(scale, { from: Math.max(from, all.from), to: Math.min(to, all.to) });
  return { from: Math.max(shown.from, extent.from), to: Math.min(shown.to, extent.to) };
}
