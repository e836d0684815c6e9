import type { BinMapper } from './bin-mapper.ts';
import type { BinnedTable } from './binned-table.ts';
import { bestLeaf, childLeaves, rootLeaf } from './leaf.ts';
import { createLeafSearch, type SearchRules, type TreeData } from './leaf-search.ts';
import { createNodeCollector } from './node-collector.ts';
import { markLeftBins, partition } from './partition.ts';
import type { Tree } from './tree.ts';

export interface GrowthRules extends SearchRules {
  readonly learningRate: number;
  /** Most that a leaf may answer, up or down, before the learning rate. */
  readonly largestStep: number;
}

export interface GrownTree {
  readonly tree: Tree;
  /** The rows of leaf l are `rows[starts[l]]` to `rows[ends[l] - 1]`; the buffer is reused by the next tree. */
  readonly rows: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface TreeGrower {
  /** Grows a tree on some rows of the table, given in ascending order. */
  grow(call: TreeData & { rows: Int32Array }): GrownTree;
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
  const rowBuffer = new Int32Array(binned.rowCount);
  const spareRows = new Int32Array(binned.rowCount);
  const goesLeft = new Uint8Array(256);
  const search = createLeafSearch({ binned, mappers, rules, rows: rowBuffer, histogramBytes });

  return {
    grow({ derivatives, rows, isUsed }) {
      const data = { derivatives, isUsed };
      const nodes = createNodeCollector(rules.numLeaves);
      rowBuffer.set(rows);
      const leaves = [rootLeaf(derivatives, rows, rules.lambdaL2)];
      search.searchRoot(leaves[0]!, data);
      for (
        let index = bestLeaf(leaves);
        index >= 0 && leaves.length < rules.numLeaves;
        index = bestLeaf(leaves)
      ) {
        const leaf = leaves[index]!;
        const split = leaf.split!;
        const { column } = split;
        markLeftBins(goesLeft, split, mappers[column]!);
        const { bytes } = binned.groups[column >>> 2]!;
        const middle = partition(rowBuffer, spareRows, leaf.start, leaf.end, bytes, column & 3, goesLeft);
        const node = nodes.add({ leaf, split, goesLeft });
        const children = childLeaves({ leaf, split, middle, node });
        leaves[index] = children[0];
        leaves.push(children[1]);
        if (leaves.length < rules.numLeaves) search.searchChildren(leaf, children, data);
        else search.release(leaf);
      }
      leaves.forEach(search.release);
      return {
        tree: nodes.finish(leaves, rules),
        rows: rowBuffer,
        starts: Int32Array.from(leaves, (leaf) => leaf.start),
        ends: Int32Array.from(leaves, (leaf) => leaf.end),
      };
    },
  };
}
