import { canonicalDecimal } from './canonical-decimal.ts';

/** The number that a cell says, as a number or as text; NaN for everything else, empty text and truth values included. */
export function cellNumber(value: string | number | boolean | null): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && canonicalDecimal(value) !== null ? Number(value) : Number.NaN;
}
