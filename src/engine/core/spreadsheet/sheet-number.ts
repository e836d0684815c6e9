import { canonicalDecimal } from '../../../shared/model/comparison/canonical-decimal.ts';

/** Without leading zeros, signs and blanks that a number would lose, as those of an identifier. */
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d{1,4})?$/i;

/**
 * The number that a text says, where a cell's number (a 64-bit float) says the same: 0.1, 1e-05, 1.50. null for everything else: words, more
 * digits than a float has, whole numbers beyond 2⁵³, 007.
 */
export function sheetNumber(text: string): number | null {
  if (!plainNumber.test(text)) return null;
  const number = Number(text);
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return null;
  return canonicalDecimal(String(number)) === canonicalDecimal(text) ? number : null;
}
