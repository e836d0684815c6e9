import type { SplitCandidate } from './find-split.ts';

/** A leaf of a growing tree: rows `start` to `end - 1` of the grower's row buffer, and the sums over them. */
export interface Leaf {
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

export function rootLeaf(derivatives: Float64Array, rows: Int32Array, lambda: number): Leaf {
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

export function childLeaves(call: {
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

/** The leaf whose split gains most, the first of equals; -1 if none can be split. */
export function bestLeaf(leaves: readonly Leaf[]): number {
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

/** The Newton step, up to the largest one; none where the loss is flat. */
export function leafValue({ gradient, hessian, lambda }: Leaf, largestStep: number): number {
  if (hessian + lambda <= 0) return 0;
  return Math.min(Math.max(-gradient / (hessian + lambda), -largestStep), largestStep);
}
