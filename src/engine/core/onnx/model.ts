/**
 * The part of the ONNX format that we write, as plain data, and its encoding.
 * Field numbers: onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { createMessageWriter, type MessageWriter } from './wire-writer.ts';

/** TensorProto.DataType. */
export const elementType = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
} as const;
export type ElementType = keyof typeof elementType;

export type OnnxTensor = { readonly dims: readonly number[] } & (
  | { readonly type: 'float'; readonly values: Float32Array }
  | { readonly type: 'double'; readonly values: Float64Array }
  | { readonly type: 'uint8'; readonly values: Uint8Array }
  | { readonly type: 'int64'; readonly values: readonly number[] }
  | { readonly type: 'string'; readonly values: readonly string[] }
);

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: ArrayLike<number> }
  | { readonly floats: Float32Array }
  | { readonly strings: readonly string[] }
  | { readonly tensor: OnnxTensor };

export interface OnnxNode {
  readonly operator: string;
  /** '' is the standard domain. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** A text is a dynamic dimension of that name. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly graphName: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: Readonly<Record<string, OnnxTensor>>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What our files need: TreeEnsemble came with ai.onnx.ml 5; ONNX Runtime has it since 1.21 (2025). */
export const irVersion = 10;
export const opsets = [
  { domain: '', version: 20 },
  { domain: 'ai.onnx.ml', version: 5 },
] as const;

/** The same model always gives the same bytes: no time, no host, keys in the order given. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = createMessageWriter();
  writer.varint(1, irVersion);
  writer.text(2, 'modelyard');
  writer.message(7, (graph) => writeGraph(graph, model));
  for (const { domain, version } of opsets) {
    writer.message(8, (opset) => {
      opset.text(1, domain);
      opset.varint(2, version);
    });
  }
  for (const [key, value] of Object.entries(model.metadata)) {
    writer.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  }
  return writer.finish();
}

function writeGraph(graph: MessageWriter, model: OnnxModel): void {
  for (const node of model.nodes) graph.message(1, (writer) => writeNode(writer, node));
  graph.text(2, model.graphName);
  for (const [name, tensor] of Object.entries(model.initializers)) {
    graph.message(5, (writer) => writeTensor(writer, tensor, name));
  }
  for (const value of model.inputs) graph.message(11, (writer) => writeValue(writer, value));
  for (const value of model.outputs) graph.message(12, (writer) => writeValue(writer, value));
}

function writeNode(writer: MessageWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.text(1, input);
  for (const output of node.outputs) writer.text(2, output);
  writer.text(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(5, (inner) => writeAttribute(inner, name, attribute));
  }
  if (node.domain !== '') writer.text(7, node.domain);
}

/** Field 20 is AttributeProto.AttributeType; repeated numbers are written packed. */
function writeAttribute(writer: MessageWriter, name: string, attribute: OnnxAttribute): void {
  writer.text(1, name);
  if ('float' in attribute) {
    writer.float(2, attribute.float);
    writer.varint(20, 1);
  } else if ('int' in attribute) {
    writer.varint(3, attribute.int);
    writer.varint(20, 2);
  } else if ('string' in attribute) {
    writer.text(4, attribute.string);
    writer.varint(20, 3);
  } else if ('tensor' in attribute) {
    writer.message(5, (inner) => writeTensor(inner, attribute.tensor, ''));
    writer.varint(20, 4);
  } else if ('floats' in attribute) {
    writer.bytes(7, littleEndianBytes(attribute.floats));
    writer.varint(20, 6);
  } else if ('ints' in attribute) {
    writer.packedVarints(8, attribute.ints);
    writer.varint(20, 7);
  } else {
    for (const text of attribute.strings) writer.text(9, text);
    writer.varint(20, 8);
  }
}

function writeTensor(writer: MessageWriter, tensor: OnnxTensor, name: string): void {
  writer.packedVarints(1, tensor.dims);
  writer.varint(2, elementType[tensor.type]);
  if (tensor.type === 'string') for (const text of tensor.values) writer.text(6, text);
  else if (tensor.type === 'int64') writer.packedVarints(7, tensor.values);
  else writer.bytes(9, littleEndianBytes(tensor.values));
  if (name !== '') writer.text(8, name);
}

function writeValue(writer: MessageWriter, value: OnnxValue): void {
  writer.text(1, value.name);
  writer.message(2, (type) =>
    type.message(1, (tensorType) => {
      tensorType.varint(1, elementType[value.type]);
      tensorType.message(2, (shape) => {
        for (const size of value.shape) {
          shape.message(1, (dimension) =>
            typeof size === 'number' ? dimension.varint(1, size) : dimension.text(2, size),
          );
        }
      });
    }),
  );
}

/** raw_data is little-endian by definition, as is every platform that V8 runs our typed arrays on. */
function littleEndianBytes(values: Float32Array | Float64Array | Uint8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
