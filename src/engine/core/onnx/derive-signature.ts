import type { ColumnType, Signature, SignatureInput } from '../../../shared/model/signature.ts';
import { type OnnxHeader, type OnnxHeaderValue, readOnnxHeader, signatureOf } from './read-header.ts';

const numberTypes: ReadonlySet<string> = new Set(['float', 'double', 'int64', 'int32']);

/** What a model asks for and answers, as Modelyard wrote it into the file or else from its graph. Errors: as `readOnnxHeader`. */
export function readModelSignature(bytes: Uint8Array): Signature | null {
  const header = readOnnxHeader(bytes);
  return signatureOf(header) ?? deriveSignature(header);
}

/**
 * A signature for a model of another tool, from what its file says: one named input a column, or one matrix of numbers. Null when
 * its inputs or outputs are of another kind; such a model can be registered but not served.
 */
export function deriveSignature({ inputs, outputs }: OnnxHeader): Signature | null {
  const columns = columnsOf(inputs);
  const answer = answerOf(outputs);
  return columns === null || answer === null ? null : { ...answer, inputs: columns };
}

function columnsOf(inputs: readonly OnnxHeaderValue[]): SignatureInput[] | null {
  const [first] = inputs;
  if (first === undefined) return null;
  const width = first.shape?.length === 2 ? first.shape[1] : undefined;
  if (inputs.length === 1 && typeof width === 'number' && width > 1) return matrixColumns(first, width);
  const columns = inputs.map((input) => (isColumn(input) ? columnOf(input.name, input.type) : null));
  return columns.every((column) => column !== null) ? columns : null;
}

function matrixColumns({ name, type }: OnnxHeaderValue, width: number): SignatureInput[] | null {
  const columns = Array.from({ length: width }, (_, index) => columnOf(`${name}_${index}`, type));
  return columns.every((column) => column !== null) ? columns : null;
}

const isColumn = ({ shape }: OnnxHeaderValue): boolean =>
  shape !== null && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));

function columnOf(name: string, type: string): SignatureInput | null {
  const columnType: ColumnType | null =
    type === 'string' ? 'string' : numberTypes.has(type) ? 'number' : null;
  // Zero, not a missing value: many models of other tools cannot take one.
  return columnType === null ? null : { name, type: columnType, example: columnType === 'number' ? 0 : '' };
}

/** Labels are whole numbers or texts; anything else a single number is a value. */
function answerOf(outputs: readonly OnnxHeaderValue[]): Omit<Signature, 'inputs'> | null {
  const label = outputs.find(({ type }) => type === 'int64' || type === 'string');
  if (label !== undefined) {
    const classes = label.type === 'int64' ? numberedClasses(outputs) : [];
    return { task: classes.length > 2 ? 'multiclass' : 'binary', target: label.name, classes };
  }
  const [value] = outputs;
  const isValue = value !== undefined && (value.type === 'float' || value.type === 'double');
  return isValue && (value.shape === null || value.shape.length === 1 || value.shape[1] === 1)
    ? { task: 'regression', target: value.name, classes: [] }
    : null;
}

/** Classes that are numbered have their probabilities in that order; of named ones the file does not tell the order. */
function numberedClasses(outputs: readonly OnnxHeaderValue[]): string[] {
  const probabilities = outputs.find(({ type, shape }) => type === 'float' && shape?.length === 2);
  const count = probabilities?.shape?.[1];
  return typeof count === 'number' ? Array.from({ length: count }, (_, index) => String(index)) : [];
}
