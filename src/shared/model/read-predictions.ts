import { ModelShapeError } from './model-tensors.ts';
import { outputNameOf, type Signature } from './signature.ts';

/** An output tensor of a model run, whichever runtime made it. */
export interface OutputTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number | bigint | string>;
}

export interface Predictions {
  /** One a row: the class label, or the value. */
  readonly values: readonly (string | number)[];
  /** Classification: [rows × classes] in the signature's order of classes; null for regression or where the model gives none. */
  readonly probabilities: ArrayLike<number> | null;
}

/** Reads a model's outputs as its signature says. Throws ModelShapeError when they do not fit. */
export function readPredictions(request: {
  signature: Signature;
  rowCount: number;
  outputs: readonly OutputTensor[];
}): Predictions {
  const { signature, rowCount, outputs } = request;
  return signature.task === 'regression'
    ? { values: readValues(signature, outputs, rowCount), probabilities: null }
    : readClasses(signature, outputs, rowCount);
}

function readValues(signature: Signature, outputs: readonly OutputTensor[], rowCount: number): number[] {
  const output = find(outputs, outputNameOf(signature, 'value')) ?? outputs[0];
  if (output === undefined || output.values.length !== rowCount)
    throw unexpected(outputs, 'one number a row');
  return Array.from(output.values, Number);
}

function readClasses(signature: Signature, outputs: readonly OutputTensor[], rowCount: number): Predictions {
  const { classes } = signature;
  const label =
    find(outputs, outputNameOf(signature, 'label')) ??
    outputs.find(({ values }) => values.length === rowCount);
  // Without names for the classes nobody could say which number belongs to which.
  const probabilities =
    classes.length === 0
      ? undefined
      : (find(outputs, outputNameOf(signature, 'probabilities')) ??
        outputs.find((output) => output !== label && output.values.length === rowCount * classes.length));
  if (label === undefined || label.values.length !== rowCount) throw unexpected(outputs, 'one label a row');
  if (probabilities !== undefined && probabilities.values.length !== rowCount * classes.length) {
    throw unexpected(outputs, `probabilities of ${classes.length} classes a row`);
  }
  return {
    values: Array.from(label.values, String),
    probabilities: (probabilities?.values as ArrayLike<number> | undefined) ?? null,
  };
}

const find = (outputs: readonly OutputTensor[], wanted: string): OutputTensor | undefined =>
  outputs.find(({ name }) => name === wanted);

const unexpected = (outputs: readonly OutputTensor[], expected: string): ModelShapeError =>
  new ModelShapeError(
    `The model was expected to answer ${expected}, and answered ` +
      `${outputs.map(({ name, shape }) => `"${name}" [${shape.join(', ')}]`).join(', ') || 'nothing'}.`,
  );
