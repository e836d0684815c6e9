import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGraphBuilder, type GraphBuilder } from '../../src/engine/core/onnx/graph-builder.ts';
import { encodeModel } from '../../src/engine/core/onnx/model.ts';
import type { ServingManifest } from '../../src/shared/model/serving.ts';
import type { Signature } from '../../src/shared/model/signature.ts';

/** Small real ONNX models whose answers can be worked out by hand. */
export interface TinyModel {
  readonly bytes: Uint8Array;
  readonly signature: Signature;
}

const rows = 'rows';

/** P(Yes) = sigmoid(2 − tenure / 10 + bonus), bonus 1 for the plan "monthly" and −1 otherwise; missing tenure counts as 20. */
export function churnModel(): TinyModel {
  const graph = createGraphBuilder(['tenure', 'plan', 'label', 'probabilities']);
  const tenure = graph.input({ name: 'tenure', type: 'float', shape: [rows, 1] });
  const plan = graph.input({ name: 'plan', type: 'string', shape: [rows, 1] });
  const filled = graph.node({
    operator: 'Where',
    inputs: [graph.node({ operator: 'IsNaN', inputs: [tenure] }), floats(graph, 20), tenure],
  });
  const bonus = graph.node({
    operator: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    inputs: [plan],
    attributes: {
      keys_tensor: { tensor: { type: 'string', dims: [1], values: ['monthly'] } },
      values_tensor: { tensor: { type: 'float', dims: [1], values: new Float32Array([1]) } },
      default_tensor: { tensor: { type: 'float', dims: [1], values: new Float32Array([-1]) } },
    },
  });
  const score = graph.node({
    operator: 'Add',
    inputs: [
      graph.node({
        operator: 'Sub',
        inputs: [floats(graph, 2), graph.node({ operator: 'Div', inputs: [filled, floats(graph, 10)] })],
      }),
      bonus,
    ],
  });
  const yes = graph.node({ operator: 'Sigmoid', inputs: [score] });
  const no = graph.node({ operator: 'Sub', inputs: [floats(graph, 1), yes] });
  graph.node({
    operator: 'Concat',
    inputs: [no, yes],
    attributes: { axis: { int: 1 } },
    output: 'probabilities',
  });
  const best = graph.node({
    operator: 'ArgMax',
    inputs: ['probabilities'],
    attributes: { axis: { int: 1 }, keepdims: { int: 0 } },
  });
  graph.node({
    operator: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    inputs: [best],
    attributes: { keys_int64s: { ints: [0, 1] }, values_strings: { strings: ['No', 'Yes'] } },
    output: 'label',
  });
  graph.output({ name: 'label', type: 'string', shape: [rows] });
  graph.output({ name: 'probabilities', type: 'float', shape: [rows, 2] });
  return {
    bytes: encodeModel(graph.finish({ graphName: 'churn', metadata: {} })),
    signature: churnSignature,
  };
}

const churnSignature: Signature = {
  task: 'binary',
  target: 'churn',
  inputs: [
    { name: 'tenure', type: 'number', example: 12 },
    { name: 'plan', type: 'string', example: 'monthly', categories: ['monthly', 'yearly'] },
  ],
  classes: ['No', 'Yes'],
};

/** value = 2 × a + b on one [rows, 2] matrix, as other tools export regressions; NaN stays NaN. */
export function matrixModel(): TinyModel {
  const graph = createGraphBuilder(['X', 'variable']);
  const input = graph.input({ name: 'X', type: 'float', shape: [rows, 2] });
  const weights = graph.constant({ type: 'float', dims: [2, 1], values: new Float32Array([2, 1]) });
  graph.node({ operator: 'MatMul', inputs: [input, weights], output: 'variable' });
  graph.output({ name: 'variable', type: 'float', shape: [rows, 1] });
  return {
    bytes: encodeModel(graph.finish({ graphName: 'matrix', metadata: {} })),
    signature: {
      task: 'regression',
      target: 'variable',
      inputs: [
        { name: 'a', type: 'number', example: 1 },
        { name: 'b', type: 'number', example: 2 },
      ],
      classes: [],
    },
  };
}

/** Writes model.onnx and model.json into `folder`. */
export async function writeBundle(
  folder: string,
  model: TinyModel,
  facts: Partial<ServingManifest> = {},
): Promise<ServingManifest> {
  const manifest: ServingManifest = {
    formatVersion: 1,
    name: 'churn',
    version: 3,
    runId: '0123456789abcdef0123456789abcdef',
    modelDigest: createHash('sha256').update(model.bytes).digest('hex'),
    signature: model.signature,
    ...facts,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), model.bytes);
  await writeFile(join(folder, 'model.json'), JSON.stringify(manifest));
  return manifest;
}

const floats = (graph: GraphBuilder, value: number): string =>
  graph.constant({ type: 'float', dims: [1, 1], values: new Float32Array([value]) });
