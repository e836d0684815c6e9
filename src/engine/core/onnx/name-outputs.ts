import { type OnnxOutput, onnxOutputs, type Signature, type Task } from '../../../shared/model/signature.ts';

/** The outputs that a graph of this task has. */
export const outputsOf = (task: Task): readonly OnnxOutput[] =>
  task === 'regression' ? ['value'] : ['label', 'probabilities'];

/**
 * In an ONNX file inputs and outputs share one space of names, and inputs are called as their columns are: an output whose name a
 * column has becomes `label_output`, or the first of `label_output_2` and so on that is free. Undefined when no column has the name
 * of an output, so that the signature of every other model stays as it is.
 */
export function renamedOutputs(task: Task, columns: readonly string[]): Signature['outputs'] {
  const taken = new Set(columns);
  const outputs = outputsOf(task);
  if (!outputs.some((output) => taken.has(onnxOutputs[output]))) return undefined;
  return Object.fromEntries(outputs.map((output) => [output, freeName(output, taken)]));
}

function freeName(output: OnnxOutput, taken: ReadonlySet<string>): string {
  const usual = onnxOutputs[output];
  if (!taken.has(usual)) return usual;
  let name = `${usual}_output`;
  for (let number = 2; taken.has(name); number += 1) name = `${usual}_output_${number}`;
  return name;
}
