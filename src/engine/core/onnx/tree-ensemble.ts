import type { GraphBuilder } from './graph-builder.ts';
import type { OnnxAttribute } from './model.ts';

/** A split of one tree. Children are node numbers, or leaves as ~leaf (negative). */
export interface EnsembleNode {
  readonly feature: number;
  /** True branch: value <= threshold, or value among the codes. */
  readonly test: { readonly threshold: number } | { readonly codes: readonly number[] };
  readonly isMissingTrue: boolean;
  readonly whenTrue: number;
  readonly whenFalse: number;
}

export interface EnsembleTree {
  /** The score that the tree adds to. */
  readonly target: number;
  /** Node 0 is the root; without nodes the tree is leaf 0. */
  readonly nodes: readonly EnsembleNode[];
  readonly leafValues: Float64Array;
}

/** Numbers of the TreeEnsemble specification. */
const sumOfTrees = 1;
const noPostTransform = 0;
const branchLessOrEqual = 0;
const branchMember = 6;

/**
 * Adds an ai.onnx.ml TreeEnsemble (version 5) and answers the double tensor [rows, targetCount] of sums.
 * Specification: https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsemble.html
 */
export function addTreeEnsemble(
  graph: GraphBuilder,
  call: { features: string; trees: readonly EnsembleTree[]; targetCount: number },
): string {
  const { features, trees, targetCount } = call;
  return graph.node({
    operator: 'TreeEnsemble',
    domain: 'ai.onnx.ml',
    inputs: [features],
    attributes: {
      aggregate_function: { int: sumOfTrees },
      post_transform: { int: noPostTransform },
      n_targets: { int: targetCount },
      ...flatten(trees.map(withNodes)),
    },
  });
}

/** The operator has no tree of a single leaf, so such a tree gets a node with the same value on both sides. */
function withNodes(tree: EnsembleTree): EnsembleTree {
  if (tree.nodes.length > 0) return tree;
  const value = tree.leafValues[0]!;
  const node = { feature: 0, test: { threshold: 0 }, isMissingTrue: false, whenTrue: ~0, whenFalse: ~1 };
  return { target: tree.target, nodes: [node], leafValues: Float64Array.of(value, value) };
}

function flatten(trees: readonly EnsembleTree[]): Record<string, OnnxAttribute> {
  const roots: number[] = [];
  const feature: number[] = [];
  const mode: number[] = [];
  const split: number[] = [];
  const members: number[] = [];
  const missingTrue: number[] = [];
  const branches = { true: [[], []] as [number[], number[]], false: [[], []] as [number[], number[]] };
  const leafTarget: number[] = [];
  const leafWeight: number[] = [];

  for (const { target, nodes, leafValues } of trees) {
    const firstNode = feature.length;
    const firstLeaf = leafTarget.length;
    const point = ([ids, areLeaves]: [number[], number[]], child: number) => {
      ids.push(child < 0 ? firstLeaf + ~child : firstNode + child);
      areLeaves.push(child < 0 ? 1 : 0);
    };
    roots.push(firstNode);
    for (const node of nodes) {
      feature.push(node.feature);
      missingTrue.push(node.isMissingTrue ? 1 : 0);
      mode.push('codes' in node.test ? branchMember : branchLessOrEqual);
      split.push('codes' in node.test ? 0 : node.test.threshold);
      if ('codes' in node.test) members.push(...node.test.codes, Number.NaN);
      point(branches.true, node.whenTrue);
      point(branches.false, node.whenFalse);
    }
    for (const value of leafValues) {
      leafTarget.push(target);
      leafWeight.push(value);
    }
  }

  return {
    tree_roots: { ints: roots },
    nodes_featureids: { ints: feature },
    nodes_modes: { tensor: { type: 'uint8', dims: [mode.length], values: Uint8Array.from(mode) } },
    nodes_splits: { tensor: { type: 'double', dims: [split.length], values: Float64Array.from(split) } },
    nodes_missing_value_tracks_true: { ints: missingTrue },
    nodes_truenodeids: { ints: branches.true[0] },
    nodes_trueleafs: { ints: branches.true[1] },
    nodes_falsenodeids: { ints: branches.false[0] },
    nodes_falseleafs: { ints: branches.false[1] },
    ...(members.length === 0
      ? {}
      : {
          membership_values: {
            tensor: { type: 'double', dims: [members.length], values: Float64Array.from(members) },
          },
        }),
    leaf_targetids: { ints: leafTarget },
    leaf_weights: {
      tensor: { type: 'double', dims: [leafWeight.length], values: Float64Array.from(leafWeight) },
    },
  };
}
