import type { Table } from '../../table.ts';
import type { TargetRows } from '../problem.ts';
import { type BinnedTable, binTable } from './binned-table.ts';
import type { Ensemble } from './ensemble.ts';

/** Rows of the training or the validation part with the scores that the trees so far give them. */
export interface ScoredRows {
  readonly binned: BinnedTable;
  readonly targets: Float64Array;
  /** Score-major. */
  readonly scores: Float64Array;
  /** Views of `scores`, one a score. */
  readonly scoreColumns: readonly Float64Array[];
}

export function scoreRows(call: {
  table: Table;
  part: TargetRows;
  mappers: Ensemble['mappers'];
  initialScores: Float64Array;
}): ScoredRows {
  const { table, part, mappers, initialScores } = call;
  const rowCount = part.rows.length;
  const scores = new Float64Array(initialScores.length * rowCount);
  const scoreColumns = Array.from(initialScores, (initial, k) =>
    scores.subarray(k * rowCount, (k + 1) * rowCount).fill(initial),
  );
  return {
    binned: binTable({ table, mappers, rows: part.rows }),
    targets: part.targets,
    scores,
    scoreColumns,
  };
}
