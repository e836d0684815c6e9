import type { CommandOutput } from '../../../shared/contract/index.ts';
import { comparedTexts } from '../../../shared/model/comparison/compared-runs.ts';
import { csvText } from '../../ui/charts/csv-text.ts';

export type Comparison = CommandOutput<'runs.compare'>;

/** The comparison as CSV, for a spreadsheet. */
export function comparisonCsv(comparison: Comparison, onlyDifferences: boolean): string {
  const rows = [{ kind: 'metric', rows: comparison.metrics }, ...comparedTexts(comparison)].flatMap(
    ({ kind, rows: all }) =>
      all
        .filter(({ differs }) => differs || !onlyDifferences)
        .map(({ name, values }) => [kind, name, ...values]),
  );
  return csvText(['kind', 'name', ...comparison.runs.map(({ name }) => name)], rows);
}
