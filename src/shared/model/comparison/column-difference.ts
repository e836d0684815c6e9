import { canonicalDecimal } from './canonical-decimal.ts';

export type CellValue = string | number | boolean | null | undefined;

/**
 * Of one column over several runs: `same` for one distinct value, `different` for more, a missing one (null or undefined) counting as a
 * value of its own. `same-number`: texts differ but say the same number, as "0.10" and "0.1" do.
 */
export type ColumnDifference = 'same' | 'same-number' | 'different';

/** Stops at the first difference. */
export function columnDifference(values: Iterable<CellValue>): ColumnDifference {
  let first: { readonly text: string | null; readonly number: string | null } | undefined;
  let found: ColumnDifference = 'same';
  for (const value of values) {
    // Tracking clients send every parameter as text, so 100 and '100' are the same setting.
    const text = value === null || value === undefined ? null : String(value);
    if (!first) {
      first = { text, number: text === null ? null : canonicalDecimal(text) };
      continue;
    }
    if (text === first.text) continue;
    if (text === null || first.number === null || canonicalDecimal(text) !== first.number) return 'different';
    found = 'same-number';
  }
  return found;
}
