import type { Task } from '../../../shared/model/signature.ts';
import type { Column, Table } from '../table.ts';
import { columnNamed } from './columns.ts';
import { LearningError } from './learning-error.ts';

/** A number column with at most this many distinct whole values is taken for classes. */
const maxIntegerClasses = 10;
const maxClasses = 1000;
const largestFloat = (2 - 2 ** -23) * 2 ** 127;

export interface Target {
  readonly task: Task;
  /** Labels in the order of the class indices, the positive one second if there are two; empty for regression. */
  readonly classes: readonly string[];
  /** One value a table row: the class index, or the number itself for regression; NaN is missing. */
  readonly values: Float64Array;
  readonly missingRows: number;
}

/** What a target asks for: two distinct values are binary, text or few whole numbers are classes, other numbers are regression. */
export function inferTask(column: Column): Task {
  if (column.kind === 'category') {
    return distinctCodes(column.codes).size === 2 ? 'binary' : 'multiclass';
  }
  const distinct = distinctNumbers(column.values, maxIntegerClasses + 1);
  if (distinct.size === 2) return 'binary';
  const areFewIntegers = distinct.size <= maxIntegerClasses && [...distinct.keys()].every(Number.isInteger);
  return areFewIntegers ? 'multiclass' : 'regression';
}

/**
 * Reads the target for `task`. Errors (`LearningError`): no value at all, one value only, a class with a single row, text for a
 * regression or numbers too large for one, more than two values for a binary task.
 */
export function readTarget({ table, target, task }: { table: Table; target: string; task: Task }): Target {
  const column = columnNamed(table, target);
  const read = task === 'regression' ? readNumbers(column) : readClasses(column, task);
  const missingRows = countMissing(read.values);
  if (missingRows === table.rowCount) {
    throw new LearningError(
      'target-empty',
      `Every value of the target "${target}" is missing. Choose another target column.`,
    );
  }
  return { task, ...read, missingRows };
}

function readNumbers(column: Column): Pick<Target, 'classes' | 'values'> {
  if (column.kind === 'category') {
    throw new LearningError(
      'target-not-numeric',
      `The target "${column.name}" holds text, so it cannot be a regression target. Choose a classification task or a number column.`,
    );
  }
  // A loss cannot be taken of an infinite target, so it counts as missing.
  const finite = column.values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  if (distinctNumbers(finite, 2).size === 1) {
    throw constantTarget(column.name, String(finite.find((value) => !Number.isNaN(value))));
  }
  const tooLarge = finite.find((value) => Math.abs(value) > largestFloat);
  if (tooLarge !== undefined) {
    throw new LearningError(
      'target-too-large',
      `The target "${column.name}" holds ${tooLarge}, and a model answers in 32-bit floats, which end at 3.4e38. Give it a larger unit, or take its logarithm.`,
    );
  }
  return { classes: [], values: finite };
}

function readClasses(column: Column, task: Task): Pick<Target, 'classes' | 'values'> {
  const counts =
    column.kind === 'category' ? countTexts(column.codes, column.categories) : countNumbers(column.values);
  const labels = [...counts.keys()];
  if (labels.length === 1) throw constantTarget(column.name, labels[0]!);
  assertLearnable({ column, counts, task });
  const classes = labels.length === 2 ? positiveSecond(labels) : labels;
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const values =
    column.kind === 'category'
      ? Float64Array.from(column.codes, (code) =>
          code < 0 ? Number.NaN : indexOf.get(column.categories[code]!)!,
        )
      : column.values.map((value) => (Number.isNaN(value) ? value : indexOf.get(String(value))!));
  return { classes, values };
}

function assertLearnable(call: { column: Column; counts: Map<string, number>; task: Task }): void {
  const { column, counts, task } = call;
  if (task === 'binary' && counts.size > 2) {
    throw new LearningError(
      'target-too-many-classes',
      `The target "${column.name}" has ${counts.size} distinct values, a binary task needs two. Use the task multiclass.`,
    );
  }
  if (counts.size > maxClasses) {
    throw new LearningError(
      'target-too-many-classes',
      `The target "${column.name}" has ${counts.size} distinct values; at most ${maxClasses} classes can be learned. Is it an identifier?`,
    );
  }
  const rare = [...counts].filter(([, count]) => count === 1).map(([label]) => `"${label}"`);
  if (rare.length > 0) {
    const shown = rare.slice(0, 5).join(', ') + (rare.length > 5 ? ` and ${rare.length - 5} more` : '');
    const what = rare.length === 1 ? `class ${shown} has` : `classes ${shown} have`;
    throw new LearningError(
      'target-class-too-rare',
      `In the target "${column.name}", ${what} a single row, which can be learned from or tested on, but not both. Remove the row, or merge the class into another.`,
    );
  }
}

function constantTarget(name: string, value: string): LearningError {
  return new LearningError(
    'target-constant',
    `Every row of the target "${name}" is "${value}", so there is nothing to learn. Choose another target column.`,
  );
}

const negativeLabels = new Set(['no', 'n', 'false', 'f', '0', 'negative', 'off']);
const positiveLabels = new Set(['yes', 'y', 'true', 't', '1', 'positive', 'on']);

/** Ascending, unless the words themselves say which one is the positive ("YES", "no"). */
function positiveSecond(labels: readonly string[]): readonly string[] {
  const [first, second] = labels as [string, string];
  const isReversed = positiveLabels.has(first.toLowerCase()) && negativeLabels.has(second.toLowerCase());
  return isReversed ? [second, first] : [first, second];
}

/** Only texts that occur; the dictionary may hold more. Ascending, as dictionaries are. */
function countTexts(codes: Int32Array, categories: readonly string[]): Map<string, number> {
  const counts = distinctCodes(codes);
  return new Map(
    [...counts].sort(([left], [right]) => left - right).map(([code, count]) => [categories[code]!, count]),
  );
}

function countNumbers(values: Float64Array): Map<string, number> {
  const counts = distinctNumbers(values, Number.POSITIVE_INFINITY);
  return new Map(
    [...counts].sort(([left], [right]) => left - right).map(([value, count]) => [String(value), count]),
  );
}

function distinctCodes(codes: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Counts by value, stopping once there are `enough` distinct ones. */
function distinctNumbers(values: Float64Array, enough: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size >= enough) break;
  }
  return counts;
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing += 1;
  return missing;
}
