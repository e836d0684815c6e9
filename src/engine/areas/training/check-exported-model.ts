import { EngineError } from '../../../shared/errors.ts';
import { outputNameOf, type Signature } from '../../../shared/model/signature.ts';
import type { FittedModel } from '../../core/learning/types.ts';
import type { Column, Table } from '../../core/table.ts';
import type { ModelInput, ModelRuntime } from '../../ports/model-runtime.ts';

const checkedRows = 256;
/** Our own doubles against the graph's floats. */
const tolerance = 1e-5;

/** Runs the file that was written on held-out rows: it must say what the learner says, or it is not kept. */
export const checkExportedModel = async (call: {
  file: string;
  model: FittedModel;
  table: Table;
  rows: Int32Array;
  signature: Signature;
  runtime: ModelRuntime;
}): Promise<void> => {
  const { file, model, table, signature, runtime } = call;
  const rows = call.rows.slice(0, checkedRows);
  const loaded = await runtime.load(file);
  try {
    const outputs = await loaded.run(
      signature.inputs.map((input) => tensorOf(columnOf(table, input.name), rows, input.type)),
    );
    const wanted = outputNameOf(signature, model.task === 'regression' ? 'value' : 'probabilities');
    const answered = outputs.find(({ name }) => name === wanted)?.values ?? [];
    const prediction = model.predict(table, rows);
    const expected = prediction.kind === 'classification' ? prediction.probabilities : prediction.values;
    for (const [index, value] of expected.entries()) {
      const difference = Math.abs(Number(answered[index]) - value);
      if (difference <= tolerance * Math.max(1, Math.abs(value))) continue;
      throw new EngineError(
        'internal',
        `The ONNX model does not agree with the learner: ${String(answered[index])} instead of ${value} at position ${index}. The model was not kept.`,
      );
    }
  } finally {
    await loaded.close();
  }
};

const columnOf = (table: Table, name: string): Column => {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined)
    throw new EngineError('internal', `The signature names a column “${name}” that was not read.`);
  return column;
};

const tensorOf = (column: Column, rows: Int32Array, type: ModelInput['type']): ModelInput =>
  column.kind === 'number'
    ? { name: column.name, type, values: Float32Array.from(rows, (row) => column.values[row] ?? Number.NaN) }
    : {
        name: column.name,
        type,
        values: Array.from(rows, (row) => column.categories[column.codes[row] ?? -1] ?? ''),
      };
