import { formatNumber } from '../format.ts';

const largeUnits = [
  { size: 1e12, sign: 'T' },
  { size: 1e9, sign: 'G' },
  { size: 1e6, sign: 'M' },
] as const;

/** Three significant digits are enough for a tick; millions and more are written short, for an axis is narrow: 12.5 M. */
export function tickText(value: number | string): string {
  if (typeof value !== 'number') return value;
  const unit = largeUnits.find(({ size }) => Math.abs(value) >= size && Math.abs(value) < 1e15);
  return unit === undefined
    ? formatNumber(value, 3)
    : `${formatNumber(value / unit.size, 3)}\u00a0${unit.sign}`;
}

/** What every axis has in common: no line, faint ticks, small figures. */
export const axisLook = {
  tickLine: false,
  axisLine: { stroke: 'var(--border)' },
  tick: { fill: 'var(--muted)', fontSize: 11 },
  minTickGap: 24,
} as const;

export const gridLook = { stroke: 'var(--grid)', strokeWidth: 1 } as const;

export const xLabelOf = (text: string | undefined) =>
  text === undefined
    ? (false as const)
    : { value: text, position: 'insideBottomRight' as const, offset: -4, fill: 'var(--muted)', fontSize: 11 };

export const yLabelOf = (text: string | undefined) =>
  text === undefined
    ? (false as const)
    : {
        value: text,
        angle: -90,
        position: 'insideLeft' as const,
        style: { textAnchor: 'middle' as const },
        fill: 'var(--muted)',
        fontSize: 11,
      };

export const cursorLook = { stroke: 'var(--border-strong)', strokeWidth: 1 } as const;
export const bandCursor = { fill: 'var(--hover)', opacity: 0.6 } as const;
