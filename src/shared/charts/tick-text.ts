import { formatNumber } from '../model/format.ts';

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
