import type { ColumnDrift } from '../../../shared/model/drift-report.ts';
import type { Meaning } from '../../ui/index.ts';

const words: Record<Exclude<ColumnDrift['status'], 'compared'>, string> = {
  constant: 'one value only',
  empty: 'nothing to test',
  unique: 'unique values',
  type_changed: 'type changed',
  missing_column: 'column is gone',
  new_column: 'new column',
};

/** What is said of a column in two words, and how bad it is. */
export function columnStatus({ status, drifted, missing }: ColumnDrift): { text: string; meaning: Meaning } {
  if (status !== 'compared') return { text: words[status], meaning: drifted ? 'bad' : 'neutral' };
  if (!drifted) return { text: 'no drift', meaning: 'good' };
  return { text: missing?.drifted === true ? 'drifted, missing' : 'drifted', meaning: 'bad' };
}

/** How many times its threshold an effect is; what a table of columns is ordered by. */
export const effectRatio = ({ effect }: Pick<ColumnDrift, 'effect'>): number | null =>
  effect === null || effect.threshold === 0 ? null : effect.value / effect.threshold;
