import type { BinMapper } from './bin-mapper.ts';
import type { BinnedTable } from './binned-table.ts';
import { findBestSplit, type SplitRules } from './find-split.ts';
import { fillHistogram, layOutHistogram, subtractHistogram } from './histogram.ts';
import { createHistogramPool } from './histogram-pool.ts';
import type { Leaf } from './leaf.ts';

export interface SearchRules extends SplitRules {
  readonly numLeaves: number;
  /** 0 is no limit. */
  readonly maxDepth: number;
}

/** Finds the best split of leaves; both calls set `split`, and `histogram` where it is kept for the leaf's children. */
export interface LeafSearch {
  searchRoot(root: Leaf, tree: TreeData): void;
  /** Takes the parent's histogram over. Only the smaller child is summed from its rows, the larger is what is left of the parent. */
  searchChildren(parent: Leaf, children: readonly [Leaf, Leaf], tree: TreeData): void;
  /** Gives a leaf's histogram back. */
  release(leaf: Leaf): void;
}

/** What a tree is grown on. */
export interface TreeData {
  /** Gradient and Hessian of every row of the table, interleaved. */
  readonly derivatives: Float64Array;
  /** 1 for the columns that may be split on. */
  readonly isUsed: Uint8Array;
}

/** `rows` is the buffer in which the grower keeps each leaf's rows together. */
export function createLeafSearch(call: {
  binned: BinnedTable;
  mappers: readonly BinMapper[];
  rules: SearchRules;
  rows: Int32Array;
  histogramBytes: number;
}): LeafSearch {
  const { binned, mappers, rules, rows, histogramBytes } = call;
  const layout = layOutHistogram(mappers);
  const pool = createHistogramPool(layout, rules.numLeaves, histogramBytes);
  const ordered = new Float64Array(2 * binned.rowCount);

  function sumLeaf({ start, end }: Leaf, { derivatives, isUsed }: TreeData, histogram: Float64Array): void {
    // The root of a tree on all rows has them in order already.
    const isInOrder = end - start === binned.rowCount;
    if (!isInOrder) orderDerivatives(ordered, derivatives, rows, start, end);
    const inOrder = isInOrder ? derivatives : ordered;
    fillHistogram({ histogram, layout, binned, rows, start, end, derivatives: inOrder, isUsed });
  }

  /** Keeps the histogram only if there is something to split. */
  function searchLeaf(leaf: Leaf, { isUsed }: TreeData, histogram: Float64Array): void {
    if (canSplit(leaf, rules)) {
      const sums = { gradient: leaf.gradient, hessian: leaf.hessian, rowCount: leaf.end - leaf.start };
      const split = findBestSplit({ histogram, layout, mappers, isUsed, sums, rules });
      leaf.split = split.gain > 0 ? split : null;
    }
    leaf.histogram = pool.keep(histogram, leaf.split !== null);
  }

  function sumAndSearch(leaf: Leaf, tree: TreeData): void {
    if (!canSplit(leaf, rules)) return;
    const histogram = pool.take();
    sumLeaf(leaf, tree, histogram);
    searchLeaf(leaf, tree, histogram);
  }

  function release(leaf: Leaf): void {
    if (leaf.histogram !== null) pool.keep(leaf.histogram, false);
    leaf.histogram = null;
  }

  return {
    searchRoot: sumAndSearch,
    searchChildren(parent, [left, right], tree) {
      const [smaller, larger] =
        left.end - left.start <= right.end - right.start ? [left, right] : [right, left];
      const rest = parent.histogram;
      if (rest === null || !canSplit(larger, rules)) {
        release(parent);
        sumAndSearch(smaller, tree);
        sumAndSearch(larger, tree);
        return;
      }
      const histogram = pool.take();
      sumLeaf(smaller, tree, histogram);
      subtractHistogram(rest, histogram);
      searchLeaf(smaller, tree, histogram);
      searchLeaf(larger, tree, rest);
    },
    release,
  };
}

function canSplit(leaf: Leaf, rules: SearchRules): boolean {
  const hasDepthLeft = rules.maxDepth === 0 || leaf.depth < rules.maxDepth;
  return (
    hasDepthLeft &&
    leaf.end - leaf.start >= 2 * rules.minDataInLeaf &&
    leaf.hessian >= 2 * rules.minChildWeight
  );
}

function orderDerivatives(
  ordered: Float64Array,
  derivatives: Float64Array,
  rows: Int32Array,
  start: number,
  end: number,
): void {
  let position = 0;
  for (let index = start; index < end; index += 1) {
    const cell = 2 * rows[index]!;
    ordered[position] = derivatives[cell]!;
    ordered[position + 1] = derivatives[cell + 1]!;
    position += 2;
  }
}
