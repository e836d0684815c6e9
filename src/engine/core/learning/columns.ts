import { closestName } from '../../../shared/closest-name.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from '../table.ts';
import { LearningError } from './learning-error.ts';

export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const guess = closestName(
    name,
    table.columns.map((candidate) => candidate.name),
  );
  const hint = guess === undefined ? '' : ` Did you mean "${guess}"?`;
  throw new LearningError('column-missing', `There is no column "${name}".${hint}`);
}

export function numberColumnNamed(table: Table, name: string): NumberColumn {
  const column = columnNamed(table, name);
  if (column.kind === 'number') return column;
  throw new LearningError(
    'column-type',
    `Column "${name}" holds text, but the model learned it as numbers. Give it the type number when reading the data.`,
  );
}

export function categoryColumnNamed(table: Table, name: string): CategoryColumn {
  const column = columnNamed(table, name);
  if (column.kind === 'category') return column;
  throw new LearningError(
    'column-type',
    `Column "${name}" holds numbers, but the model learned it as text. Give it the type string when reading the data.`,
  );
}

export function allRows(table: Table): Int32Array {
  return Int32Array.from({ length: table.rowCount }, (_, row) => row);
}
