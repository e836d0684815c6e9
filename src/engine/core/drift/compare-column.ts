import type { ColumnDrift, DriftThresholds, SideCounts } from '../../../shared/model/drift-report.ts';
import type { Column } from '../table.ts';
import { type Side, sideOf } from './column-sides.ts';
import { compareCategories } from './compare-categories.ts';
import { compareMissing } from './compare-missing.ts';
import { compareNumbers } from './compare-numbers.ts';
import { untested, type ValueComparison } from './comparison.ts';

const noRows: SideCounts = { rows: 0, missing: 0, infinite: 0, used: 0 };

/** Compares one column of both tables. p-values are not adjusted yet, so `drifted` tells only what needs no test. */
export function compareColumn({
  reference,
  current,
  thresholds,
}: {
  /** Absent: the column is new. */
  readonly reference: Column | undefined;
  /** Absent: the column is gone. */
  readonly current: Column | undefined;
  readonly thresholds: DriftThresholds;
}): ColumnDrift {
  const column = reference ?? current;
  if (!column) throw new RangeError('A column must be on one side at least');
  const sides = {
    reference: reference ? sideOf(reference) : null,
    current: current ? sideOf(current) : null,
  };
  const comparison = compareValues({ ...sides, thresholds });
  const counts = {
    reference: sides.reference?.counts ?? noRows,
    current: sides.current?.counts ?? noRows,
  };
  return {
    name: column.name,
    kind: column.kind,
    ...comparison,
    adjustedPValue: null,
    drifted: comparison.status === 'missing_column' || comparison.status === 'type_changed',
    counts,
    missing: reference && current ? compareMissing({ ...counts, thresholds }) : null,
  };
}

function compareValues({
  reference,
  current,
  thresholds,
}: {
  reference: Side | null;
  current: Side | null;
  thresholds: DriftThresholds;
}): ValueComparison {
  if (!reference) return untested({ status: 'new_column', reason: 'The reference has no such column.' });
  if (!current)
    return untested({ status: 'missing_column', reason: 'The current data have no such column.' });
  if (reference.counts.used === 0 || current.counts.used === 0) {
    // A column without values has no type of its own, so that its kind is not held against it.
    return untested({ status: 'empty', reason: 'One side has no value to compare.' });
  }
  if (reference.kind === 'number' && current.kind === 'number') {
    return compareNumbers({ reference: reference.sorted, current: current.sorted, thresholds });
  }
  if (reference.kind === 'category' && current.kind === 'category') {
    return compareCategories({ reference, current, thresholds });
  }
  const [before, after] = reference.kind === 'number' ? ['numbers', 'text'] : ['text', 'numbers'];
  return untested({
    status: 'type_changed',
    reason: `The reference holds ${before}, the current data ${after}.`,
  });
}
