import { type Signature, signature as signatureSchema } from '../../../shared/model/signature.ts';
import { metadataKeys } from './metadata-keys.ts';
import { OnnxFormatError } from './onnx-format-error.ts';
import { byteFields, type OnnxHeaderValue, readEntry, readOpset, readValue } from './read-values.ts';
import { decodeText, readFields } from './wire-reader.ts';

export type { OnnxHeaderValue } from './read-values.ts';

/** What an ONNX file says of itself, read without running it. */
export interface OnnxHeader {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  /** '' is the standard domain. */
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** What a caller must feed: inputs that have no initial value. */
  readonly inputs: readonly OnnxHeaderValue[];
  readonly outputs: readonly OnnxHeaderValue[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Distinct, sorted, with the domain in front unless it is the standard one: `ai.onnx.ml.TreeEnsemble`. */
  readonly operators: readonly string[];
}

/** Graphs inside graphs: real files have two or three, a hostile one would exhaust the stack. */
const maxGraphDepth = 32;

/**
 * Reads the header of an ONNX file from anywhere. Errors (`OnnxFormatError`): damaged or truncated bytes, no graph, no output, and
 * weights in other files, which we do not follow because such a reference may name any file of the machine.
 */
export function readOnnxHeader(bytes: Uint8Array): OnnxHeader {
  const found = createFindings();
  let irVersion = 0;
  let producerName = '';
  let producerVersion = '';
  const opsets: { domain: string; version: number }[] = [];
  const metadata: [string, string][] = [];
  let hasGraph = false;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'varint') irVersion = field.value;
    else if (field.kind !== 'bytes') continue;
    else if (field.number === 2) producerName = decodeText(field.value);
    else if (field.number === 3) producerVersion = decodeText(field.value);
    else if (field.number === 7) {
      hasGraph = true;
      readGraph(field.value, found, 0);
    } else if (field.number === 8) opsets.push(readOpset(field.value));
    else if (field.number === 14) metadata.push(readEntry(field.value));
    else if (field.number === 20) readTraining(field.value, found);
    else if (field.number === 25) readFunction(field.value, found);
  }
  if (!hasGraph || opsets.length === 0 || found.outputs.length === 0) {
    throw new OnnxFormatError(
      'This is not an ONNX model: it has no graph with outputs. Choose a file written by an ONNX exporter.',
    );
  }
  refuseExternalData(found.externalFiles);
  return {
    irVersion,
    producerName,
    producerVersion,
    opsets,
    inputs: found.inputs.filter((input) => !found.initialised.has(input.name)),
    outputs: found.outputs,
    metadata: Object.fromEntries(metadata),
    operators: [...found.operators].sort(),
  };
}

/** The signature that Modelyard wrote into the file, if it is there, whole, and about the inputs that the graph really has. */
export function signatureOf(header: OnnxHeader): Signature | null {
  const text = header.metadata[metadataKeys.signature];
  if (text === undefined) return null;
  const parsed = signatureSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const described = new Set(parsed.data.inputs.map((input) => input.name));
  const isSame =
    described.size === header.inputs.length && header.inputs.every((input) => described.has(input.name));
  return isSame ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Findings {
  readonly inputs: OnnxHeaderValue[];
  readonly outputs: OnnxHeaderValue[];
  readonly initialised: Set<string>;
  readonly operators: Set<string>;
  readonly externalFiles: Set<string>;
}

function createFindings(): Findings {
  return { inputs: [], outputs: [], initialised: new Set(), operators: new Set(), externalFiles: new Set() };
}

function refuseExternalData(files: ReadonlySet<string>): void {
  if (files.size === 0) return;
  const shown = [...files]
    .slice(0, 3)
    .map((file) => JSON.stringify(file))
    .join(', ');
  throw new OnnxFormatError(
    `The model keeps weights outside of its file (${shown}), which is not accepted. Save it as a single file: onnx.save_model(model, path, save_as_external_data=False).`,
  );
}

function readGraph(bytes: Uint8Array, found: Findings, depth: number): void {
  if (depth > maxGraphDepth)
    throw new OnnxFormatError(
      `The file nests graphs more than ${maxGraphDepth} deep, which no exporter does.`,
    );
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) readNode(value, found, depth);
    else if (number === 5) readInitialiser(value, found, depth);
    else if (number === 15) readSparseTensor(value, found);
    else if (number === 11 && depth === 0) found.inputs.push(readValue(value));
    else if (number === 12 && depth === 0) found.outputs.push(readValue(value));
  }
}

function readInitialiser(bytes: Uint8Array, found: Findings, depth: number): void {
  const name = readTensor(bytes, found);
  if (depth === 0) found.initialised.add(name);
}

function readNode(bytes: Uint8Array, found: Findings, depth: number): void {
  let operator = '';
  let domain = '';
  for (const { number, value } of byteFields(bytes)) {
    if (number === 4) operator = decodeText(value);
    else if (number === 5) readAttribute(value, found, depth);
    else if (number === 7) domain = decodeText(value);
  }
  found.operators.add(domain === '' || domain === 'ai.onnx' ? operator : `${domain}.${operator}`);
}

function readAttribute(bytes: Uint8Array, found: Findings, depth: number): void {
  for (const { number, value } of byteFields(bytes)) {
    if (number === 5 || number === 10) readTensor(value, found);
    else if (number === 6 || number === 11) readGraph(value, found, depth + 1);
    else if (number === 22 || number === 23) readSparseTensor(value, found);
  }
}

function readSparseTensor(bytes: Uint8Array, found: Findings): void {
  for (const { number, value } of byteFields(bytes))
    if (number === 1 || number === 2) readTensor(value, found);
}

/** Answers the tensor's name. */
function readTensor(bytes: Uint8Array, found: Findings): string {
  let name = '';
  let isExternal = false;
  let location = 'unnamed';
  for (const field of readFields(bytes)) {
    if (field.number === 8 && field.kind === 'bytes') name = decodeText(field.value);
    if (field.number === 14 && field.kind === 'varint' && field.value === 1) isExternal = true;
    if (field.number !== 13 || field.kind !== 'bytes') continue;
    isExternal = true;
    const [key, value] = readEntry(field.value);
    if (key === 'location') location = value;
  }
  if (isExternal) found.externalFiles.add(location);
  return name;
}

function readTraining(bytes: Uint8Array, found: Findings): void {
  for (const { number, value } of byteFields(bytes))
    if (number === 1 || number === 2) readGraph(value, found, 1);
}

function readFunction(bytes: Uint8Array, found: Findings): void {
  for (const { number, value } of byteFields(bytes)) {
    if (number === 7) readNode(value, found, 1);
    else if (number === 11) readAttribute(value, found, 1);
  }
}
