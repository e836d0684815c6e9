import type { ColumnDrift, DriftEffect, DriftThresholds } from '../../../shared/model/drift-report.ts';
import { benjaminiHochberg } from '../statistics/adjust-p-values.ts';

/**
 * Adjusts all p-values together, those of values and those of missing shares, and calls a column drifted where the evidence
 * (adjusted p < alpha) and the size of the change (effect ≥ threshold) both suffice. The first keeps small samples from crying
 * wolf, the second large ones, in which the smallest difference is significant; neither depends on the number of rows by a switch.
 */
export function judgeColumns({
  columns,
  thresholds,
}: {
  readonly columns: readonly ColumnDrift[];
  readonly thresholds: DriftThresholds;
}): { columns: ColumnDrift[]; adjustedTests: number } {
  const pValues = columns.flatMap(({ pValue, missing }) => [pValue, missing?.pValue ?? null]);
  const tested = pValues.filter((pValue) => pValue !== null);
  const adjusted = benjaminiHochberg(tested);
  let next = 0;
  const adjustedOf = (pValue: number | null) => (pValue === null ? null : (adjusted[next++] ?? null));
  const judged = columns.map((column) => {
    // The order of the two calls is the order of `pValues`.
    const adjustedPValue = adjustedOf(column.pValue);
    const missingPValue = adjustedOf(column.missing?.pValue ?? null);
    const missing = column.missing && {
      ...column.missing,
      adjustedPValue: missingPValue,
      drifted: hasDrifted({ adjustedPValue: missingPValue, effect: column.missing.effect, thresholds }),
    };
    const valuesDrifted = hasDrifted({ adjustedPValue, effect: column.effect, thresholds });
    return {
      ...column,
      adjustedPValue,
      missing,
      drifted: column.drifted || valuesDrifted || (missing?.drifted ?? false),
    };
  });
  return { columns: judged, adjustedTests: tested.length };
}

export function hasDrifted({
  adjustedPValue,
  effect,
  thresholds,
}: {
  readonly adjustedPValue: number | null;
  readonly effect: DriftEffect | null;
  readonly thresholds: DriftThresholds;
}): boolean {
  if (adjustedPValue === null || effect === null) return false;
  return adjustedPValue < thresholds.alpha && effect.value >= effect.threshold;
}
