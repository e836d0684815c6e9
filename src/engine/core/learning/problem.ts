import { columnNamed } from './columns.ts';
import { LearningError } from './learning-error.ts';
import { readTarget } from './target.ts';
import type { FitRequest } from './types.ts';

/** A fit request after all its checks: what every learner needs of it. */
export interface LearningProblem {
  readonly inputs: readonly string[];
  readonly classes: readonly string[];
  readonly train: TargetRows;
  /** Null if there are no rows to validate on. */
  readonly validation: TargetRows | null;
  /** Rows left out because their target is missing. */
  readonly droppedRows: { readonly train: number; readonly validation: number };
}

/** Rows whose target is known, with their targets (class indices, or values). */
export interface TargetRows {
  readonly rows: Int32Array;
  readonly targets: Float64Array;
}

/** Reads target and columns; throws a `LearningError` for whatever cannot be learned from. */
export function readProblem(request: FitRequest): LearningProblem {
  const { table, target, task, trainRows, validationRows } = request;
  const { classes, values } = readTarget({ table, target, task });
  const train = targetRows(values, trainRows);
  if (train.rows.length < 2) {
    throw new LearningError(
      'no-rows',
      `Only ${train.rows.length} training rows have a value in the target "${target}"; at least 2 are needed.`,
    );
  }
  const validation = targetRows(values, validationRows ?? new Int32Array());
  return {
    inputs: inputNames(request),
    classes,
    train,
    validation: validation.rows.length > 0 ? validation : null,
    droppedRows: {
      train: trainRows.length - train.rows.length,
      validation: (validationRows?.length ?? 0) - validation.rows.length,
    },
  };
}

function inputNames({ table, target, inputs }: FitRequest): readonly string[] {
  const names = inputs ?? table.columns.map((column) => column.name).filter((name) => name !== target);
  if (names.length === 0) {
    throw new LearningError('no-inputs', `There is no column beside the target "${target}" to learn from.`);
  }
  if (names.includes(target)) {
    throw new LearningError(
      'input-name',
      `The target "${target}" cannot be an input as well. Leave it out of the inputs.`,
    );
  }
  for (const name of names) assertUsable(name, names);
  for (const name of names) columnNamed(table, name);
  return names;
}

function assertUsable(name: string, names: readonly string[]): void {
  if (name === '')
    throw new LearningError(
      'input-name',
      'A column without a name cannot be an input. Give it a name, or leave it out.',
    );
  if (names.indexOf(name) !== names.lastIndexOf(name)) {
    throw new LearningError('input-name', `There are two input columns named "${name}". Rename one of them.`);
  }
}

function targetRows(values: Float64Array, rows: Int32Array): TargetRows {
  const known = rows.filter((row) => !Number.isNaN(values[row]!));
  return { rows: known, targets: Float64Array.from(known, (row) => values[row]!) };
}
