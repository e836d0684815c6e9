import type { ColumnType, Signature, SignatureInput, Task } from '../../../shared/model/signature.ts';
import { renamedOutputs } from '../onnx/name-outputs.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from '../table.ts';
import { columnNamed } from './columns.ts';

const maxListedCategories = 100;

/** The signature of a fitted model, with examples from the training rows. `types` says which number columns are booleans or dates. */
export function describeSignature(call: {
  table: Table;
  rows: Int32Array;
  model: { task: Task; target: string; classes: readonly string[]; inputs: readonly string[] };
  types?: Readonly<Record<string, ColumnType>>;
}): Signature {
  const { table, rows, model, types = {} } = call;
  const outputs = renamedOutputs(model.task, model.inputs);
  return {
    task: model.task,
    target: model.target,
    inputs: model.inputs.map((name) => describeInput(columnNamed(table, name), rows, types[name])),
    classes: [...model.classes],
    ...(outputs === undefined ? {} : { outputs }),
  };
}

function describeInput(column: Column, rows: Int32Array, type: ColumnType | undefined): SignatureInput {
  if (column.kind === 'category') return describeTexts(column, rows);
  const median = medianOf(column, rows);
  if (type === 'boolean') return { name: column.name, type, example: median === null ? null : median >= 0.5 };
  if (type === 'datetime')
    return { name: column.name, type, example: median === null ? null : isoDate(median) };
  return { name: column.name, type: 'number', example: median };
}

function describeTexts(column: CategoryColumn, rows: Int32Array): SignatureInput {
  const counts = new Int32Array(column.categories.length);
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code >= 0) counts[code]! += 1;
  }
  const categories = [...counts.keys()]
    .filter((code) => counts[code]! > 0 && column.categories[code] !== '')
    .sort((left, right) => counts[right]! - counts[left]! || left - right)
    .slice(0, maxListedCategories)
    .map((code) => column.categories[code]!);
  return { name: column.name, type: 'string', example: categories[0] ?? null, categories };
}

/** The lower median, so that the example is a value that occurs. */
function medianOf(column: NumberColumn, rows: Int32Array): number | null {
  const values = Float64Array.from(rows, (row) => column.values[row]!)
    .filter((value) => Number.isFinite(value))
    .sort();
  return values.length === 0 ? null : values[(values.length - 1) >> 1]!;
}

const millisecondsPerDay = 86_400_000;

/** Null where a number is no day that JavaScript can name. */
function isoDate(days: number): string | null {
  const date = new Date(days * millisecondsPerDay);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
