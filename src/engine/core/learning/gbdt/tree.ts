import { wordsPerBinSet } from './bin-set.ts';
import { type BinnedTable, groupSize } from './binned-table.ts';

/** One tree. Children are node numbers, or leaves as ~leaf (negative); the root is node 0, a tree without nodes is leaf 0. */
export interface Tree {
  readonly columns: Int32Array;
  /** Eight words a node (bin-set.ts). */
  readonly leftSets: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly gains: Float64Array;
  /** Learning rate included. */
  readonly leafValues: Float64Array;
}

export function leafOfRow(tree: Tree, binned: BinnedTable, row: number): number {
  const { columns, leftSets, left, right } = tree;
  if (columns.length === 0) return 0;
  let node = 0;
  while (node >= 0) {
    const column = columns[node]!;
    const bin = binned.groups[column >>> 2]!.bytes[row * groupSize + (column & 3)]!;
    const isLeft = (leftSets[node * wordsPerBinSet + (bin >>> 5)]! >>> (bin & 31)) & 1;
    node = isLeft === 1 ? left[node]! : right[node]!;
  }
  return ~node;
}
