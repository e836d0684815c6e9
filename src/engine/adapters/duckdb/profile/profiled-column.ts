import type { DataType } from '../../../../shared/model/dataset.ts';
import type { RelationColumn } from '../relation.ts';

const millisecondsPerDay = 86_400_000;

export const isMeasured = ({ type }: { type: DataType }): boolean => type !== 'text' && type !== 'boolean';

/** A DOUBLE: dates and times as days since 1970. */
export const measureOf = ({ type, expression }: RelationColumn): string =>
  type === 'date' || type === 'datetime'
    ? `(epoch(${expression}) / 86400.0)`
    : `CAST(${expression} AS DOUBLE)`;

/** A measured value as a person reads it. */
export const shownAs = (type: DataType): ((value: number) => string) => {
  if (type !== 'date' && type !== 'datetime') return String;
  return (days) => {
    const text = new Date(Math.round(days * millisecondsPerDay)).toISOString();
    return type === 'date' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
  };
};
