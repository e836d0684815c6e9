import { closestName } from '../../../shared/closest-name.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { DatasetColumn, DatasetProfile } from '../../../shared/model/dataset.ts';
import type { SplitSpecification } from '../../../shared/model/learner.ts';
import type { ColumnType, Task } from '../../../shared/model/signature.ts';
import type { SplitMethod } from '../../core/learning/split.ts';

/** How a column of a dataset enters a model. */
export const columnTypeOf = ({ type }: DatasetColumn): ColumnType => {
  if (type === 'text') return 'string';
  if (type === 'boolean') return 'boolean';
  return type === 'date' || type === 'datetime' ? 'datetime' : 'number';
};

/** Stratified where there are classes, so that a rare class is on both sides. */
export const defaultSplit = (task: Task): SplitSpecification => ({
  kind: task === 'regression' ? 'random' : 'stratified',
  testShare: 0.25,
});

export const splitMethodOf = (split: SplitSpecification, target: string): SplitMethod => {
  if (split.kind === 'random') return { kind: 'random' };
  if (split.kind === 'stratified') return { kind: 'stratified', column: target };
  return { kind: split.kind, column: split.column };
};

/** As the command line takes it and the run shows it: `time:day`. */
export const splitText = (split: SplitSpecification): string =>
  'column' in split ? `${split.kind}:${split.column}` : split.kind;

export const requireColumn = (
  columns: readonly DatasetColumn[],
  name: string,
  dataset: string,
): DatasetColumn => {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  const closest = closestName(name, names);
  const hint = closest === undefined ? '' : ` Did you mean “${closest}”?`;
  const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  throw new EngineError('invalid-input', `“${dataset}” has no column “${name}”.${hint} It has: ${shown}.`, {
    details: { column: name },
  });
};

const targetWords =
  /^(target|label|class|churn|outcome|response|y|is_fraud|fraud|default|survived|price|ridership|lettr|species)$/i;

/** The column named like a target, else the last one, or the first if the last cannot be one. Times are seldom what one predicts. */
export const guessTarget = (columns: readonly DatasetColumn[], profile: DatasetProfile): string => {
  const isUsable = (name: string): boolean => {
    const found = profile.columns.find((column) => column.name === name);
    if (found === undefined || found.distinct <= 1 || isIdentifier(found)) return false;
    if (found.type === 'date' || found.type === 'datetime') return false;
    // Measured numbers differ in every row, and are a target for all that.
    return found.distinct < found.count || found.type === 'number';
  };
  const names = columns.map(({ name }) => name).filter(isUsable);
  return names.find((name) => targetWords.test(name)) ?? names.at(-1) ?? columns[0]?.name ?? '';
};

type Profiled = DatasetProfile['columns'][number];

const isIdentifier = ({ type, distinct, count, missing, name }: Profiled): boolean => {
  const areAllDifferent = distinct >= (count - missing) * 0.99 && count > 20;
  return (
    areAllDifferent &&
    (type === 'text' || (type === 'integer' && /(^|_)(id|key|index|row|no|number)$/i.test(name)))
  );
};

/** Columns that teach nothing: identifiers, constants, columns without values. */
export const columnsToExclude = (
  profile: DatasetProfile,
  target: string,
): { column: string; reason: string }[] =>
  profile.columns.flatMap((column) => {
    if (column.name === target) return [];
    if (column.missing === column.count) return [{ column: column.name, reason: 'has no value in any row' }];
    if (column.distinct <= 1 && column.missing === 0)
      return [{ column: column.name, reason: 'has the same value in every row' }];
    return isIdentifier(column)
      ? [{ column: column.name, reason: 'looks like an identifier: another value in nearly every row' }]
      : [];
  });

/** From the profile alone, for the suggestion; the job looks at the values themselves. */
export const guessTask = (profile: DatasetProfile, target: string): Task => {
  const column = profile.columns.find(({ name }) => name === target);
  if (column === undefined) return 'regression';
  if (column.distinct === 2) return 'binary';
  if (column.type === 'text' || column.type === 'boolean') return 'multiclass';
  return column.type === 'integer' && column.distinct <= 10 ? 'multiclass' : 'regression';
};
