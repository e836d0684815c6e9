import { formatDelta, formatPercent } from '../format.ts';

/** A difference, and how much that is of the value it is taken from, where that is not 0: `+0.1, +12.5 %`. */
export function deltaText(delta: number, from: number | string | null | undefined): string {
  const base = Math.abs(Number(from ?? 0));
  if (delta === 0 || base === 0 || !Number.isFinite(base)) return formatDelta(delta);
  const share = delta / base;
  return `${formatDelta(delta)}, ${share > 0 ? '+' : ''}${formatPercent(share)}`;
}
