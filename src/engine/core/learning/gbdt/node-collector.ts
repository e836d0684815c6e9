import { addBin, wordsPerBinSet } from './bin-set.ts';
import type { SplitCandidate } from './find-split.ts';
import { type Leaf, leafValue } from './leaf.ts';
import type { Tree } from './tree.ts';

/** Gathers the splits of a growing tree into its arrays. */
export interface NodeCollector {
  add(call: { leaf: Leaf; split: SplitCandidate; goesLeft: Uint8Array }): number;
  finish(leaves: readonly Leaf[], steps: { learningRate: number; largestStep: number }): Tree;
}

export function createNodeCollector(numLeaves: number): NodeCollector {
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
    finish(leaves, { learningRate, largestStep }) {
      leaves.forEach((leaf, index) => {
        point(leaf.parent, leaf.isLeftChild, ~index);
      });
      return {
        columns: columns.slice(0, count),
        leftSets: leftSets.slice(0, count * wordsPerBinSet),
        left: left.slice(0, count),
        right: right.slice(0, count),
        gains: gains.slice(0, count),
        leafValues: Float64Array.from(leaves, (leaf) => learningRate * leafValue(leaf, largestStep)),
      };
    },
  };
}
