import type { ModelGraph } from '../../../shared/model/artifact-content.ts';
import { OnnxFormatError } from './onnx-format-error.ts';
import { byteFields, readEntry, readOpset, readValue, tensorTypes } from './read-values.ts';
import { decodeText, readFields } from './wire-reader.ts';

/** Nodes and initialisers that are listed; a graph may have more, and says how many. */
export interface GraphLimits {
  readonly nodes: number;
  readonly initialisers: number;
}

type Initialiser = ModelGraph['initialisers'][number];
type Node = ModelGraph['nodes'][number];

/** Bytes of one value, by the type’s name; types newer than this list count as nothing. */
const bytesOf: Readonly<Record<string, number>> = {
  ...{ float: 4, uint8: 1, int8: 1, uint16: 2, int16: 2, int32: 4, int64: 8, bool: 1, float16: 2 },
  ...{ double: 8, uint32: 4, uint64: 8, complex64: 8, complex128: 16, bfloat16: 2 },
};

/**
 * Reads an ONNX file for being looked at: its outermost graph as a list of nodes, and what it is made of. Unlike `readOnnxHeader` it
 * accepts weights in other files, and only says where they are meant to be. Errors: `OnnxFormatError`.
 */
export function readOnnxGraph(bytes: Uint8Array, limits: GraphLimits): ModelGraph {
  let irVersion = 0;
  let producerName = '';
  let producerVersion = '';
  let graph: Uint8Array | undefined;
  const opsets: ModelGraph['opsets'] = [];
  const metadata: [string, string][] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'varint') irVersion = field.value;
    else if (field.kind !== 'bytes') continue;
    else if (field.number === 2) producerName = decodeText(field.value);
    else if (field.number === 3) producerVersion = decodeText(field.value);
    else if (field.number === 7) graph = field.value;
    else if (field.number === 8) opsets.push(readOpset(field.value));
    else if (field.number === 14) metadata.push(readEntry(field.value));
  }
  if (graph === undefined || opsets.length === 0)
    throw new OnnxFormatError('This is not an ONNX model: it has no graph.');
  return {
    irVersion,
    producer: `${producerName} ${producerVersion}`.trim(),
    opsets,
    metadata: Object.fromEntries(metadata),
    ...readGraph(graph, limits),
  };
}

type Graph = Omit<ModelGraph, 'irVersion' | 'producer' | 'opsets' | 'metadata'>;

function readGraph(bytes: Uint8Array, limits: GraphLimits): Graph {
  const inputs: ModelGraph['inputs'] = [];
  const outputs: ModelGraph['outputs'] = [];
  const nodes: Node[] = [];
  const initialisers: Initialiser[] = [];
  const initialised = new Set<string>();
  let nodeCount = 0;
  let parameterCount = 0;
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) {
      nodeCount += 1;
      if (nodes.length < limits.nodes) nodes.push(readNode(value));
    } else if (number === 5) {
      const tensor = readInitialiser(value);
      initialised.add(tensor.name);
      parameterCount += tensor.shape.reduce((product, size) => product * size, 1);
      if (initialisers.length < limits.initialisers) initialisers.push(tensor);
    } else if (number === 11) inputs.push(graphValueOf(value));
    else if (number === 12) outputs.push(graphValueOf(value));
  }
  return {
    inputs: inputs.filter(({ name }) => !initialised.has(name)),
    ...{ outputs, nodes, nodeCount, initialisers, parameterCount },
    initialiserCount: initialised.size,
  };
}

const graphValueOf = (bytes: Uint8Array): ModelGraph['inputs'][number] => {
  const { name, type, shape } = readValue(bytes);
  return { name, type, shape: shape === null ? null : [...shape] };
};

function readNode(bytes: Uint8Array): Node {
  const node = { name: '', operator: '', inputs: [] as string[], outputs: [] as string[] };
  let domain = '';
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) node.inputs.push(decodeText(value));
    else if (number === 2) node.outputs.push(decodeText(value));
    else if (number === 3) node.name = decodeText(value);
    else if (number === 4) node.operator = decodeText(value);
    else if (number === 7) domain = decodeText(value);
  }
  if (domain !== '' && domain !== 'ai.onnx') node.operator = `${domain}.${node.operator}`;
  return node;
}

function readInitialiser(bytes: Uint8Array): Initialiser {
  let name = '';
  let type = 'unknown';
  let externalFile: string | null = null;
  let textBytes = 0;
  const shape: number[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1) shape.push(...dimensionsOf(field));
    else if (field.number === 2 && field.kind === 'varint') type = tensorTypes[field.value] ?? 'unknown';
    else if (field.kind !== 'bytes') continue;
    else if (field.number === 6) textBytes += field.value.length;
    else if (field.number === 8) name = decodeText(field.value);
    else if (field.number === 13) {
      const [key, value] = readEntry(field.value);
      if (key === 'location') externalFile = value;
    }
  }
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    name,
    type,
    shape,
    sizeBytes: type === 'string' ? textBytes : count * (bytesOf[type] ?? 0),
    externalFile,
  };
}

/** Repeated numbers come one by one or packed into one field. */
function dimensionsOf(field: { kind: string; value: number | Uint8Array }): number[] {
  if (typeof field.value === 'number') return [Math.max(0, field.value)];
  const sizes: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of field.value) {
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    sizes.push(value);
    value = 0;
    scale = 1;
  }
  return sizes;
}
