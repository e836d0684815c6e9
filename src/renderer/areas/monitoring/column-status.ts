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

type Effect = ColumnDrift['effect'];
const ratioOf = (effect: Effect | undefined): number =>
  effect === null || effect === undefined || effect.threshold === 0 ? 0 : effect.value / effect.threshold;

/** How many times its threshold the greater change is, in values or in missing ones; what a table of columns is ordered by. */
export function effectRatio({ effect, missing }: Pick<ColumnDrift, 'effect' | 'missing'>): number | null {
  const ratio = Math.max(ratioOf(effect), ratioOf(missing?.effect));
  return effect === null && missing === null ? null : ratio;
}

/** What is said of a whole report; that single columns drifted is not hidden by a verdict on all of them. */
export function reportStatus({ isDrifted, driftedColumns }: { isDrifted: boolean; driftedColumns: number }): {
  text: string;
  meaning: Meaning;
} {
  if (isDrifted) return { text: 'drifted', meaning: 'bad' };
  if (driftedColumns > 0)
    return { text: driftedColumns === 1 ? 'one column drifted' : 'some columns drifted', meaning: 'warning' };
  return { text: 'no drift', meaning: 'good' };
}
