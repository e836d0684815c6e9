import type { DataType } from '../../../../shared/model/dataset.ts';
import { formatDays } from '../../../../shared/model/format.ts';
import type { RelationColumn } from '../relation.ts';

export const isMeasured = ({ type }: { type: DataType }): boolean => type !== 'text' && type !== 'boolean';

/** A DOUBLE: dates and times as days since 1970. */
export const measureOf = ({ type, expression }: RelationColumn): string =>
  type === 'date' || type === 'datetime'
    ? `(epoch(${expression}) / 86400.0)`
    : `CAST(${expression} AS DOUBLE)`;

/** A measured value as a person reads it. */
export const shownAs = (type: DataType): ((value: number) => string) =>
  type === 'date' || type === 'datetime' ? (days) => formatDays(days, type) : String;
