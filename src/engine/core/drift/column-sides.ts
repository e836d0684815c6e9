import type { SideCounts } from '../../../shared/model/drift-report.ts';
import type { CategoryColumn, Column, NumberColumn } from '../table.ts';

/** The finite values in ascending order, and what was left out. */
export interface NumberSide {
  readonly kind: 'number';
  readonly counts: SideCounts;
  readonly sorted: Float64Array;
}

function numberSide({ values }: NumberColumn): NumberSide {
  let [missing, infinite] = [0, 0];
  const finite = new Float64Array(values.length);
  let used = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) missing += 1;
    else if (Number.isFinite(value)) finite[used++] = value;
    else infinite += 1;
  }
  return {
    kind: 'number',
    counts: { rows: values.length, missing, infinite, used },
    sorted: finite.subarray(0, used).sort(),
  };
}

export interface CategorySide {
  readonly kind: 'category';
  readonly counts: SideCounts;
  /** Rows a category; categories without rows are not in it. */
  readonly rowsOf: ReadonlyMap<string, number>;
}

function categorySide({ codes, categories }: CategoryColumn): CategorySide {
  const rows = new Float64Array(categories.length);
  let missing = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0) missing += 1;
    else rows[code]! += 1;
  }
  const rowsOf = new Map<string, number>();
  for (const [code, label] of categories.entries()) {
    if (rows[code]! > 0) rowsOf.set(label, rows[code]!);
  }
  return {
    kind: 'category',
    counts: { rows: codes.length, missing, infinite: 0, used: codes.length - missing },
    rowsOf,
  };
}

export type Side = NumberSide | CategorySide;

export function sideOf(column: Column): Side {
  return column.kind === 'number' ? numberSide(column) : categorySide(column);
}
