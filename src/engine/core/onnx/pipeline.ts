/** What the graphs of all learners share: raw named columns at one end, label and probabilities or a value at the other. */
import { outputNameOf, type Signature, type SignatureInput } from '../../../shared/model/signature.ts';
import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import { type ElementType, elementType, encodeModel } from './model.ts';
import { outputsOf } from './name-outputs.ts';

const rows = 'rows';

/** Texts that no float can stand for a code of: the missing text and every unseen one. */
export const missingCode = Number.NaN;

/**
 * Builds and encodes one pipeline. `scores` adds the learner's own part: it gets the graph and must answer the name of a double tensor
 * [rows, scores], where scores is 1 for regression and binary (log odds) and the number of classes otherwise (log probabilities up
 * to a constant). Sums are taken in double and rounded to float once, so the result does not depend on how a runtime orders them.
 */
export function encodePipeline(call: {
  signature: Signature;
  metadata: Readonly<Record<string, string>>;
  scores: (graph: GraphBuilder) => string;
}): Uint8Array {
  const { signature, metadata, scores } = call;
  const inputNames = signature.inputs.map((input) => input.name);
  const outputNames = outputsOf(signature.task).map((output) => outputNameOf(signature, output));
  const graph = createGraphBuilder([...inputNames, ...outputNames]);
  for (const input of signature.inputs) {
    graph.input({ name: input.name, type: tensorType(input), shape: [rows, 1] });
  }
  const scoreName = scores(graph);
  if (signature.task === 'regression') addValue(graph, scoreName, signature);
  else addProbabilities(graph, scoreName, signature);
  return encodeModel(graph.finish({ graphName: 'modelyard', metadata }));
}

function tensorType(input: SignatureInput): 'string' | 'float' {
  return input.type === 'string' ? 'string' : 'float';
}

export function cast(graph: GraphBuilder, value: string, type: ElementType, output?: string): string {
  const attributes = { to: { int: elementType[type] } };
  return graph.node({
    operator: 'Cast',
    inputs: [value],
    attributes,
    ...(output === undefined ? {} : { output }),
  });
}

/** A double tensor [rows, columns] of the named [rows, 1] values. */
export function joinColumns(graph: GraphBuilder, values: readonly string[]): string {
  const joined = graph.node({ operator: 'Concat', inputs: values, attributes: { axis: { int: 1 } } });
  return cast(graph, joined, 'double');
}

/** Text [rows, 1] to float codes [rows, 1]: `firstCode` for the first category, and so on; NaN for '' and unseen texts. */
export function encodeCategories(
  graph: GraphBuilder,
  call: { column: string; categories: readonly string[]; firstCode: number },
): string {
  const { column, categories, firstCode } = call;
  // An operator without keys is not allowed; the empty text has the default code anyway.
  const keys = categories.length > 0 ? categories : [''];
  const codes = categories.length > 0 ? categories.map((_, index) => firstCode + index) : [missingCode];
  return graph.node({
    operator: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    inputs: [column],
    attributes: {
      keys_strings: { strings: keys },
      values_floats: { floats: Float32Array.from(codes) },
      default_float: { float: missingCode },
    },
  });
}

function addValue(graph: GraphBuilder, scores: string, signature: Signature): void {
  const name = outputNameOf(signature, 'value');
  const axes = graph.constant({ type: 'int64', dims: [1], values: [1] });
  const flat = graph.node({ operator: 'Squeeze', inputs: [scores, axes] });
  cast(graph, flat, 'float', name);
  graph.output({ name, type: 'float', shape: [rows] });
}

function addProbabilities(graph: GraphBuilder, scores: string, signature: Signature): void {
  const { classes } = signature;
  const labelName = outputNameOf(signature, 'label');
  const probabilitiesName = outputNameOf(signature, 'probabilities');
  const probabilities = signature.task === 'binary' ? addSigmoid(graph, scores) : addSoftmax(graph, scores);
  cast(graph, probabilities, 'float', probabilitiesName);
  const best = graph.node({
    operator: 'ArgMax',
    inputs: [probabilitiesName],
    attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
  });
  const labels = graph.constant({ type: 'string', dims: [classes.length], values: classes });
  graph.node({ operator: 'Gather', inputs: [labels, best], output: labelName });
  graph.output({ name: labelName, type: 'string', shape: [rows] });
  graph.output({ name: probabilitiesName, type: 'float', shape: [rows, classes.length] });
}

function addSigmoid(graph: GraphBuilder, scores: string): string {
  const positive = graph.node({ operator: 'Sigmoid', inputs: [scores] });
  const one = graph.constant({ type: 'double', dims: [1], values: Float64Array.of(1) });
  const negative = graph.node({ operator: 'Sub', inputs: [one, positive] });
  return graph.node({ operator: 'Concat', inputs: [negative, positive], attributes: { axis: { int: 1 } } });
}

function addSoftmax(graph: GraphBuilder, scores: string): string {
  return graph.node({ operator: 'Softmax', inputs: [scores], attributes: { axis: { int: -1 } } });
}
