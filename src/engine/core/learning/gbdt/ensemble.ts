import type { Task } from '../../../../shared/model/signature.ts';
import type { Table } from '../../table.ts';
import { allRows } from '../columns.ts';
import { probabilitiesOf } from '../probabilities.ts';
import type { ColumnImportance, Prediction } from '../types.ts';
import type { BinMapper } from './bin-mapper.ts';
import { type BinnedTable, binTable } from './binned-table.ts';
import { leafOfRow, type Tree } from './tree.ts';

/** What a fit has learned. Tree t adds to score t mod scoreCount. */
export interface Ensemble {
  readonly mappers: readonly BinMapper[];
  readonly initialScores: Float64Array;
  readonly trees: readonly Tree[];
}

/** Adds the tree's value to the scores of all rows; `scores` is one score's column. */
export function addTree(tree: Tree, binned: BinnedTable, scores: Float64Array): void {
  for (let row = 0; row < binned.rowCount; row += 1) {
    scores[row]! += tree.leafValues[leafOfRow(tree, binned, row)]!;
  }
}

/** Score-major scores of the given rows of a table. */
export function ensembleScores(ensemble: Ensemble, table: Table, rows: Int32Array): Float64Array {
  const { mappers, initialScores, trees } = ensemble;
  const binned = binTable({ table, mappers, rows });
  const scores = new Float64Array(initialScores.length * rows.length);
  const scoreColumns = Array.from(initialScores, (initial, k) =>
    scores.subarray(k * rows.length, (k + 1) * rows.length).fill(initial),
  );
  trees.forEach((tree, index) => {
    addTree(tree, binned, scoreColumns[index % scoreColumns.length]!);
  });
  return scores;
}

export function predictEnsemble(
  ensemble: Ensemble,
  task: Task,
  table: Table,
  rows = allRows(table),
): Prediction {
  const scores = ensembleScores(ensemble, table, rows);
  if (task === 'regression') return { kind: 'regression', values: scores };
  return { kind: 'classification', probabilities: probabilitiesOf(scores, task, rows.length) };
}

/** Total gain of the splits on each column, largest first, ties in the order of the columns. */
export function splitGains({ mappers, trees }: Ensemble): ColumnImportance[] {
  const gains = new Float64Array(mappers.length);
  for (const { columns, gains: nodeGains } of trees) {
    for (let node = 0; node < columns.length; node += 1) gains[columns[node]!]! += nodeGains[node]!;
  }
  return mappers
    .map((mapper, column) => ({ column: mapper.column, gain: gains[column]! }))
    .sort((left, right) => right.gain - left.gain);
}
