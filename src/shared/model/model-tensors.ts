import type { EncodedColumn, EncodedRows } from './encode-rows.ts';
import type { ColumnType } from './signature.ts';

/** What ONNX Runtime tells about an input or output. A text in the shape is a dynamic dimension. */
export interface TensorDescription {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export type TensorData = Float32Array | Float64Array | BigInt64Array | Int32Array | string[];

export interface PlainTensor {
  readonly name: string;
  readonly type: 'float32' | 'float64' | 'int64' | 'int32' | 'string';
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** The model's inputs or outputs do not fit what its signature says; the message says how. */
export class ModelShapeError extends Error {
  override readonly name = 'ModelShapeError';
}

/** The part of a signature that decides how rows are fed. */
export interface FedColumns {
  readonly inputs: readonly { readonly name: string; readonly type: ColumnType }[];
}

/** Turns encoded rows into the tensors that one model takes. */
export type TensorPlan = (rows: EncodedRows) => PlainTensor[];

/**
 * Decides once, when a model is loaded, how its inputs are filled: one [rows, 1] tensor a column (every model that Modelyard
 * trains), or one [rows, columns] matrix of numbers (many foreign models). Throws ModelShapeError when neither fits.
 */
export function planTensors(signature: FedColumns, inputs: readonly TensorDescription[]): TensorPlan {
  const [first] = inputs;
  const names = new Set(inputs.map(({ name }) => name));
  if (signature.inputs.length === inputs.length && signature.inputs.every(({ name }) => names.has(name))) {
    return planColumns(signature, inputs);
  }
  if (inputs.length === 1 && first?.shape.length === 2) return planMatrix(signature, first);
  throw new ModelShapeError(
    `The model takes ${listInputs(inputs)}; its signature has the columns ${signature.inputs.map(({ name }) => name).join(', ')}. ` +
      'It can be served when there is one input a column, or one input of shape [rows, columns].',
  );
}

function planColumns(signature: FedColumns, inputs: readonly TensorDescription[]): TensorPlan {
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const plans = signature.inputs.map(({ name, type }) => {
    const input = byName.get(name)!;
    const tensorType = typeOf(input);
    if ((type === 'string') !== (tensorType === 'string')) {
      throw new ModelShapeError(`Input "${name}" takes ${input.type}, but its column is of type ${type}.`);
    }
    if (input.shape.length > 2)
      throw new ModelShapeError(`Input "${name}" has ${input.shape.length} dimensions.`);
    return { name, tensorType, isFlat: input.shape.length === 1 };
  });
  return ({ columns, rowCount }) =>
    plans.map(({ name, tensorType, isFlat }, index) => ({
      name,
      type: tensorType,
      dims: isFlat ? [rowCount] : [rowCount, 1],
      data: convert(columns[index]!, tensorType),
    }));
}

function planMatrix(signature: FedColumns, input: TensorDescription): TensorPlan {
  const width = input.shape[1];
  const columnCount = signature.inputs.length;
  const type = typeOf(input);
  if (typeof width === 'number' && width !== columnCount) {
    throw new ModelShapeError(
      `Input "${input.name}" takes ${width} columns; the signature has ${columnCount}.`,
    );
  }
  const odd = signature.inputs.find((column) => (column.type === 'string') !== (type === 'string'));
  if (odd !== undefined) {
    throw new ModelShapeError(
      `Input "${input.name}" takes ${type}, but column "${odd.name}" is of type ${odd.type}.`,
    );
  }
  return ({ columns, rowCount }) => [
    { name: input.name, type, dims: [rowCount, columnCount], data: interleave(columns, rowCount, type) },
  ];
}

function interleave(
  columns: readonly EncodedColumn[],
  rowCount: number,
  type: PlainTensor['type'],
): TensorData {
  const width = columns.length;
  const parts = columns.map((column) => convert(column, type));
  const data = emptyData(type, rowCount * width);
  for (let column = 0; column < width; column += 1) {
    const part = parts[column]!;
    // Every part has the element type of `data`: both were made for `type`.
    for (let row = 0; row < rowCount; row += 1) data[row * width + column] = part[row] as never;
  }
  return data;
}

const tensorTypes = new Set<string>(['float32', 'float64', 'int64', 'int32', 'string']);

function typeOf({ name, type }: TensorDescription): PlainTensor['type'] {
  if (tensorTypes.has(type)) return type as PlainTensor['type'];
  throw new ModelShapeError(
    `Input "${name}" takes ${type}, which cannot be filled from JSON numbers or text.`,
  );
}

function emptyData(type: PlainTensor['type'], length: number): TensorData {
  if (type === 'string') return new Array<string>(length);
  if (type === 'float64') return new Float64Array(length);
  if (type === 'int64') return new BigInt64Array(length);
  return type === 'int32' ? new Int32Array(length) : new Float32Array(length);
}

function convert({ name, values }: EncodedColumn, type: PlainTensor['type']): TensorData {
  if (type === 'string' || type === 'float32') return values;
  const numbers = values as Float32Array;
  if (type === 'float64') return Float64Array.from(numbers);
  const row = numbers.findIndex((value) => !Number.isSafeInteger(value));
  if (row !== -1) {
    throw new ModelShapeError(
      `Column "${name}", row ${row}: the model takes only whole numbers here, and no missing value.`,
    );
  }
  return type === 'int32' ? Int32Array.from(numbers) : BigInt64Array.from(Array.from(numbers, BigInt));
}

const listInputs = (inputs: readonly TensorDescription[]): string =>
  inputs.map(({ name, type, shape }) => `"${name}" (${type} [${shape.join(', ')}])`).join(', ');
