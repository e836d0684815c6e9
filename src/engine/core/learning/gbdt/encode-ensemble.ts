import type { Signature } from '../../../../shared/model/signature.ts';
import { encodeCategories, encodePipeline, joinColumns } from '../../onnx/pipeline.ts';
import { addTreeEnsemble, type EnsembleNode, type EnsembleTree } from '../../onnx/tree-ensemble.ts';
import { assertInputKind, type ModelFacts, modelMetadata } from '../model-metadata.ts';
import type { BinMapper } from './bin-mapper.ts';
import { hasBin } from './bin-set.ts';
import type { Ensemble } from './ensemble.ts';
import type { Tree } from './tree.ts';

/** Category codes in the graph begin at 1: ONNX Runtime tests sets of codes 1 to 32 with one bit mask. */
const firstCode = 1;

export function encodeEnsemble(call: {
  ensemble: Ensemble;
  signature: Signature;
  model: ModelFacts;
  metadata: Readonly<Record<string, string>>;
}): Uint8Array {
  const { ensemble, signature, model, metadata } = call;
  const { mappers, initialScores, trees } = ensemble;
  for (const mapper of mappers) assertInputKind(signature, mapper.column, mapper.kind === 'category');
  return encodePipeline({
    signature,
    metadata: modelMetadata({ learner: 'gbdt', signature, facts: model, metadata }),
    scores(graph) {
      const columns = mappers.map((mapper) =>
        mapper.kind === 'number'
          ? mapper.column
          : encodeCategories(graph, { column: mapper.column, categories: mapper.categories, firstCode }),
      );
      const sums = addTreeEnsemble(graph, {
        features: joinColumns(graph, columns),
        trees: trees.map((tree, index) => ensembleTree(tree, index % initialScores.length, mappers)),
        targetCount: initialScores.length,
      });
      const initial = graph.constant({ type: 'double', dims: [initialScores.length], values: initialScores });
      return graph.node({ operator: 'Add', inputs: [sums, initial] });
    },
  });
}

function ensembleTree(tree: Tree, target: number, mappers: readonly BinMapper[]): EnsembleTree {
  const nodes = Array.from(tree.columns, (column, node) =>
    ensembleNode(tree, node, column, mappers[column]!),
  );
  return { target, nodes, leafValues: tree.leafValues };
}

function ensembleNode(tree: Tree, node: number, feature: number, mapper: BinMapper): EnsembleNode {
  const isLeft = (bin: number) => hasBin(tree.leftSets, node, bin);
  const leftBins = Array.from({ length: mapper.missingBin }, (_, bin) => bin).filter(isLeft);
  const isMissingLeft = isLeft(mapper.missingBin);
  const left = tree.left[node]!;
  const right = tree.right[node]!;
  if (mapper.kind === 'number') {
    // Bins that go left are the first ones; with all of them left only missing rows go right.
    const threshold = mapper.thresholds[leftBins.length - 1] ?? Number.POSITIVE_INFINITY;
    return { feature, test: { threshold }, isMissingTrue: isMissingLeft, whenTrue: left, whenFalse: right };
  }
  // A set may not be empty; a set without categories holds the missing rows, and its complement is every category.
  if (leftBins.length === 0) {
    const codes = mapper.categories.map((_, bin) => firstCode + bin);
    return { feature, test: { codes }, isMissingTrue: !isMissingLeft, whenTrue: right, whenFalse: left };
  }
  const codes = leftBins.map((bin) => firstCode + bin);
  return { feature, test: { codes }, isMissingTrue: isMissingLeft, whenTrue: left, whenFalse: right };
}
