import type { BinMapper } from './bin-mapper.ts';
import { addBin, wordsPerBinSet } from './bin-set.ts';
import { type BinnedTable, groupSize } from './binned-table.ts';
import { findBestSplit, type SplitCandidate, type SplitRules } from './find-split.ts';
import { fillHistogram, type HistogramLayout, layOutHistogram, subtractHistogram } from './histogram.ts';
import type { Tree } from './tree.ts';

export interface GrowthRules extends SplitRules {
  readonly numLeaves: number;
  /** 0 is no limit. */
  readonly maxDepth: number;
  readonly learningRate: number;
}

export interface GrownTree {
  readonly tree: Tree;
  /** The rows of leaf l are `rows[starts[l]]` to `rows[ends[l] - 1]`; the buffer is reused by the next tree. */
  readonly rows: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface TreeGrower {
  /** `derivatives` holds gradient and Hessian of every row of the table, interleaved; the tree grows on `rows`, on the columns in use. */
  grow(call: { derivatives: Float64Array; rows: Int32Array; isUsed: Uint8Array }): GrownTree;
}

interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly lambda: number;
  /** The node that points at this leaf, and from which side; -1 at the root. */
  readonly parent: number;
  readonly isLeftChild: boolean;
  histogram: Float64Array | null;
  split: SplitCandidate | null;
}

/** Histograms kept for subtraction may take so much memory together; beyond it children are summed from their rows. */
const defaultHistogramBytes = 128 * 1024 * 1024;

/** Leaf-wise (best first) growth. All large buffers are made here, once a fit. */
export function createTreeGrower(call: {
  binned: BinnedTable;
  mappers: readonly BinMapper[];
  rules: GrowthRules;
  histogramBytes?: number;
}): TreeGrower {
  const { binned, mappers, rules, histogramBytes = defaultHistogramBytes } = call;
  const layout = layOutHistogram(mappers);
  const pool = createHistogramPool(layout, rules.numLeaves, histogramBytes);
  const rowBuffer = new Int32Array(binned.rowCount);
  const spareRows = new Int32Array(binned.rowCount);
  const ordered = new Float64Array(2 * binned.rowCount);
  const goesLeft = new Uint8Array(256);

  return {
    grow({ derivatives, rows, isUsed }) {
      rowBuffer.set(rows);
      const nodes = createNodes(rules.numLeaves);
      const leaves: Leaf[] = [rootLeaf(derivatives, rows, rules.lambdaL2)];

      const sumLeaf = (leaf: Leaf, histogram: Float64Array): void => {
        const isWholeTable = leaf.depth === 0 && rows.length === binned.rowCount;
        if (!isWholeTable) orderDerivatives(ordered, derivatives, rowBuffer, leaf.start, leaf.end);
        fillHistogram({
          histogram,
          layout,
          binned,
          rows: rowBuffer,
          start: leaf.start,
          end: leaf.end,
          derivatives: isWholeTable ? derivatives : ordered,
          isUsed,
        });
      };

      const searchLeaf = (leaf: Leaf, histogram: Float64Array): void => {
        const sums = { gradient: leaf.gradient, hessian: leaf.hessian, rowCount: leaf.end - leaf.start };
        const split = findBestSplit({ histogram, layout, mappers, isUsed, sums, rules });
        leaf.split = split.gain > 0 ? split : null;
      };

      const sumAndSearch = (leaf: Leaf): void => {
        const histogram = pool.take();
        sumLeaf(leaf, histogram);
        searchLeaf(leaf, histogram);
        leaf.histogram = pool.keep(histogram, leaf.split !== null);
      };

      const searchChildren = (parentHistogram: Float64Array | null, left: Leaf, right: Leaf): void => {
        const [smaller, larger] =
          left.end - left.start <= right.end - right.start ? [left, right] : [right, left];
        if (parentHistogram === null || !canSplit(larger, rules)) {
          if (parentHistogram !== null) pool.keep(parentHistogram, false);
          for (const leaf of [smaller, larger]) if (canSplit(leaf, rules)) sumAndSearch(leaf);
          return;
        }
        const histogram = pool.take();
        sumLeaf(smaller, histogram);
        subtractHistogram(parentHistogram, histogram);
        if (canSplit(smaller, rules)) searchLeaf(smaller, histogram);
        smaller.histogram = pool.keep(histogram, smaller.split !== null);
        searchLeaf(larger, parentHistogram);
        larger.histogram = pool.keep(parentHistogram, larger.split !== null);
      };

      if (canSplit(leaves[0]!, rules)) sumAndSearch(leaves[0]!);
      while (leaves.length < rules.numLeaves) {
        const index = bestLeaf(leaves);
        if (index < 0) break;
        const leaf = leaves[index]!;
        const split = leaf.split!;
        markLeftBins(goesLeft, split, mappers[split.column]!);
        const middle = partition(
          rowBuffer,
          spareRows,
          leaf.start,
          leaf.end,
          binned.groups[split.column >>> 2]!.bytes,
          split.column & 3,
          goesLeft,
        );
        const node = nodes.add({ leaf, split, goesLeft });
        const [left, right] = childLeaves({ leaf, split, middle, node });
        leaves[index] = left;
        leaves.push(right);
        if (leaves.length < rules.numLeaves) searchChildren(leaf.histogram, left, right);
        else if (leaf.histogram !== null) pool.keep(leaf.histogram, false);
      }
      for (const leaf of leaves) if (leaf.histogram !== null) pool.keep(leaf.histogram, false);
      return {
        tree: nodes.finish(leaves, rules.learningRate),
        rows: rowBuffer,
        starts: Int32Array.from(leaves, (leaf) => leaf.start),
        ends: Int32Array.from(leaves, (leaf) => leaf.end),
      };
    },
  };
}

function rootLeaf(derivatives: Float64Array, rows: Int32Array, lambda: number): Leaf {
  let gradient = 0;
  let hessian = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const cell = 2 * rows[index]!;
    gradient += derivatives[cell]!;
    hessian += derivatives[cell + 1]!;
  }
  return {
    start: 0,
    end: rows.length,
    depth: 0,
    gradient,
    hessian,
    lambda,
    parent: -1,
    isLeftChild: false,
    histogram: null,
    split: null,
  };
}

function childLeaves(call: {
  leaf: Leaf;
  split: SplitCandidate;
  middle: number;
  node: number;
}): [Leaf, Leaf] {
  const { leaf, split, middle, node } = call;
  const shared = { depth: leaf.depth + 1, lambda: split.lambda, parent: node, histogram: null, split: null };
  return [
    {
      ...shared,
      start: leaf.start,
      end: middle,
      gradient: split.leftGradient,
      hessian: split.leftHessian,
      isLeftChild: true,
    },
    {
      ...shared,
      start: middle,
      end: leaf.end,
      gradient: leaf.gradient - split.leftGradient,
      hessian: leaf.hessian - split.leftHessian,
      isLeftChild: false,
    },
  ];
}

function canSplit(leaf: Leaf, rules: GrowthRules): boolean {
  const hasDepthLeft = rules.maxDepth === 0 || leaf.depth < rules.maxDepth;
  return (
    hasDepthLeft &&
    leaf.end - leaf.start >= 2 * rules.minDataInLeaf &&
    leaf.hessian >= 2 * rules.minChildWeight
  );
}

function bestLeaf(leaves: readonly Leaf[]): number {
  let best = -1;
  let bestGain = 0;
  for (let index = 0; index < leaves.length; index += 1) {
    const gain = leaves[index]!.split?.gain ?? 0;
    if (gain > bestGain) {
      best = index;
      bestGain = gain;
    }
  }
  return best;
}

function markLeftBins(goesLeft: Uint8Array, split: SplitCandidate, mapper: BinMapper): void {
  goesLeft.fill(0);
  for (const bin of split.leftBins) goesLeft[bin] = 1;
  goesLeft.fill(1, 0, split.lastLeftBin + 1);
  goesLeft[mapper.missingBin] = split.isMissingLeft ? 1 : 0;
}

/** Moves the rows that go left to the front, keeping the order on both sides. Answers where the right side begins. */
function partition(
  rows: Int32Array,
  spare: Int32Array,
  start: number,
  end: number,
  bytes: Uint8Array,
  slot: number,
  goesLeft: Uint8Array,
): number {
  let left = start;
  let right = 0;
  for (let index = start; index < end; index += 1) {
    const row = rows[index]!;
    // Both places are written and one of them counted: no branch to mispredict.
    const isLeft = goesLeft[bytes[row * groupSize + slot]!]!;
    rows[left] = row;
    spare[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
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

interface HistogramPool {
  /** A buffer to fill; it must go back through `keep`. */
  take(): Float64Array;
  /** Answers the histogram if it is wanted and there is room to hold it, and otherwise takes it back. */
  keep(histogram: Float64Array, isWanted: boolean): Float64Array | null;
}

function createHistogramPool(layout: HistogramLayout, numLeaves: number, bytes: number): HistogramPool {
  const bytesEach = Math.max(1, layout.length * Float64Array.BYTES_PER_ELEMENT);
  const maxHeld = Math.min(numLeaves, Math.floor(bytes / bytesEach));
  const free: Float64Array[] = [];
  const held = new Set<Float64Array>();
  return {
    take: () => free.pop() ?? new Float64Array(layout.length),
    keep(histogram, isWanted) {
      if (isWanted && (held.has(histogram) || held.size < maxHeld)) {
        held.add(histogram);
        return histogram;
      }
      held.delete(histogram);
      free.push(histogram);
      return null;
    },
  };
}

interface NodeCollector {
  add(call: { leaf: Leaf; split: SplitCandidate; goesLeft: Uint8Array }): number;
  finish(leaves: readonly Leaf[], learningRate: number): Tree;
}

function createNodes(numLeaves: number): NodeCollector {
  const columns = new Int32Array(numLeaves - 1);
  const leftSets = new Int32Array((numLeaves - 1) * wordsPerBinSet);
  const left = new Int32Array(numLeaves - 1);
  const right = new Int32Array(numLeaves - 1);
  const gains = new Float64Array(numLeaves - 1);
  let count = 0;

  const point = (parent: number, isLeftChild: boolean, child: number): void => {
    if (parent >= 0) (isLeftChild ? left : right)[parent] = child;
  };

  return {
    add({ leaf, split, goesLeft }) {
      const node = count;
      count += 1;
      columns[node] = split.column;
      gains[node] = split.gain;
      for (let bin = 0; bin < goesLeft.length; bin += 1) if (goesLeft[bin] === 1) addBin(leftSets, node, bin);
      point(leaf.parent, leaf.isLeftChild, node);
      return node;
    },
    finish(leaves, learningRate) {
      leaves.forEach((leaf, index) => {
        point(leaf.parent, leaf.isLeftChild, ~index);
      });
      return {
        columns: columns.slice(0, count),
        leftSets: leftSets.slice(0, count * wordsPerBinSet),
        left: left.slice(0, count),
        right: right.slice(0, count),
        gains: gains.slice(0, count),
        leafValues: Float64Array.from(leaves, (leaf) => learningRate * leafValue(leaf)),
      };
    },
  };
}

/** The Newton step; none where the loss is flat. */
function leafValue({ gradient, hessian, lambda }: Leaf): number {
  return hessian + lambda > 0 ? -gradient / (hessian + lambda) : 0;
}
