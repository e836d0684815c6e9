import type { Column } from '../table.ts';

/** Codes of a true label that has no index among the model's classes. */
export const missingLabel = -1;
export const unknownLabel = -2;

/** The index of each row's true label among the classes, `missingLabel` or `unknownLabel`. Numbers match their shortest text. */
export function encodeTruth({
  column,
  classes,
}: {
  readonly column: Column;
  readonly classes: readonly string[];
}): Int32Array {
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  if (column.kind === 'category') {
    const codes = column.categories.map((label) => indexOf.get(label) ?? unknownLabel);
    return column.codes.map((code) => (code < 0 ? missingLabel : codes[code]!));
  }
  return Int32Array.from(column.values, (value) =>
    Number.isNaN(value) ? missingLabel : (indexOf.get(String(value)) ?? unknownLabel),
  );
}
