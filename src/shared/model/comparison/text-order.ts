import { cellNumber } from './cell-number.ts';

/** trial 2 stands before trial 11. */
const byName = new Intl.Collator('en', { numeric: true });

/** Ascending: numbers by size, however they are written (1e-05 before 0.25 before 0.5), then texts as people sort them. */
export function compareTexts(a: string, b: string): number {
  const [left, right] = [cellNumber(a), cellNumber(b)];
  if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
  if (Number.isNaN(left)) return byName.compare(a, b) || (a < b ? -1 : 1);
  return left - right || (a < b ? -1 : 1);
}
