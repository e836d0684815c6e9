import type { Signature } from '../../../../shared/model/signature.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { cast, encodePipeline, joinColumns } from '../../onnx/pipeline.ts';
import { assertInputKind, type ModelFacts, modelMetadata } from '../model-metadata.ts';
import type { CategoryEncoding, NumberEncoding } from './design.ts';
import type { LinearModel } from './linear-model.ts';

export function encodeLinear(call: {
  model: LinearModel;
  signature: Signature;
  facts: ModelFacts;
  metadata: Readonly<Record<string, string>>;
}): Uint8Array {
  const { model, signature, facts, metadata } = call;
  const { columns } = model.encoding;
  for (const column of columns) assertInputKind(signature, column.column, column.kind === 'category');
  return encodePipeline({
    signature,
    metadata: modelMetadata({ learner: 'linear', signature, facts, metadata }),
    scores(graph) {
      const numbers = columns.filter((column) => column.kind === 'number');
      const texts = columns.filter((column) => column.kind === 'category');
      const parts = [
        ...(numbers.length > 0 ? addNumbers(graph, model, numbers) : []),
        ...texts.map((column) => addCategory(graph, model, column)),
        doubles(graph, [model.scoreCount], intercepts(model)),
      ];
      return graph.node({ operator: 'Sum', inputs: parts });
    },
  });
}

/** Imputation, indicators and scaling of all number columns at once, then one product. */
function addNumbers(graph: GraphBuilder, model: LinearModel, columns: readonly NumberEncoding[]): string[] {
  const vector = (read: (column: NumberEncoding) => number) =>
    doubles(graph, [columns.length], Float64Array.from(columns, read));
  const raw = joinColumns(
    graph,
    columns.map((column) => column.column),
  );
  // |x| < infinity is false for NaN and both infinities, which all count as missing.
  const magnitude = graph.node({ operator: 'Abs', inputs: [raw] });
  const infinity = doubles(graph, [1], Float64Array.of(Number.POSITIVE_INFINITY));
  const isPresent = graph.node({ operator: 'Less', inputs: [magnitude, infinity] });
  const filled = graph.node({
    operator: 'Where',
    inputs: [isPresent, raw, vector((column) => column.median)],
  });
  const centred = graph.node({ operator: 'Sub', inputs: [filled, vector((column) => column.mean)] });
  const scaled = graph.node({ operator: 'Div', inputs: [centred, vector((column) => column.scale)] });
  const product = multiply(
    graph,
    model,
    scaled,
    columns.map((column) => column.feature),
  );
  if (columns.every((column) => column.missingFeature < 0)) return [product];
  const isMissing = cast(graph, graph.node({ operator: 'Not', inputs: [isPresent] }), 'double');
  return [
    product,
    multiply(
      graph,
      model,
      isMissing,
      columns.map((column) => column.missingFeature),
    ),
  ];
}

function multiply(
  graph: GraphBuilder,
  model: LinearModel,
  left: string,
  features: readonly number[],
): string {
  const right = doubles(graph, [features.length, model.scoreCount], weightRows(model, features));
  return graph.node({ operator: 'MatMul', inputs: [left, right] });
}

/** A text's index looks up its row of weights; the two last rows are for the missing text and for unseen ones. */
function addCategory(graph: GraphBuilder, model: LinearModel, column: CategoryEncoding): string {
  const { categories, firstFeature, missingFeature } = column;
  const index = graph.node({
    operator: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    inputs: [column.column],
    attributes: {
      keys_strings: { strings: [...categories, ''] },
      values_int64s: { ints: Array.from({ length: categories.length + 1 }, (_, code) => code) },
      default_int64: { int: categories.length + 1 },
    },
  });
  const axis = graph.constant({ type: 'int64', dims: [1], values: [1] });
  const flat = graph.node({ operator: 'Squeeze', inputs: [index, axis] });
  const features = [...categories.map((_, code) => firstFeature + code), missingFeature, -1];
  const table = doubles(graph, [features.length, model.scoreCount], weightRows(model, features));
  return graph.node({ operator: 'Gather', inputs: [table, flat] });
}

/** Row-major [features, scores]; zeros for feature -1. */
function weightRows(
  { weights, scoreCount, encoding }: LinearModel,
  features: readonly number[],
): Float64Array {
  const stride = encoding.featureCount + 1;
  const rows = features.map((feature) =>
    Array.from({ length: scoreCount }, (_, k) => (feature < 0 ? 0 : weights[k * stride + feature]!)),
  );
  return Float64Array.from(rows.flat());
}

function intercepts({ weights, scoreCount, encoding }: LinearModel): Float64Array {
  const stride = encoding.featureCount + 1;
  return Float64Array.from({ length: scoreCount }, (_, k) => weights[k * stride + encoding.featureCount]!);
}

function doubles(graph: GraphBuilder, dims: readonly number[], values: Float64Array): string {
  return graph.constant({ type: 'double', dims, values });
}
