import type { ReactNode } from 'react';
import { RelativeTime } from '../data/relative-time.tsx';
import { formatBytes, formatColumnNumber, formatDuration, formatNumber } from '../format.ts';
import {
  type CellContent,
  type ColumnKind,
  type DataColumn,
  isTextCell,
  presentOrUndefined,
  type TextCell,
} from './columns.ts';
import styles from './table.module.css';

const numeric: Partial<Record<ColumnKind, (value: number) => string>> = {
  number: formatColumnNumber,
  duration: formatDuration,
  bytes: formatBytes,
};

const missing: TextCell = { text: '–', hint: 'missing', tone: 'muted' };

export const loadingCell: TextCell = { text: '', tone: 'loading' };
export const failedCell: TextCell = { text: '–', hint: 'could not be read', tone: 'muted' };

/** What the column draws of a row, or its value as its kind writes it. A missing value is a muted dash that says "missing". */
export const contentOf = <Row,>(column: DataColumn<Row>, row: Row): CellContent => {
  const own = column.cell?.(row);
  if (own !== undefined && own !== null) return own;
  const value = presentOrUndefined(column.value(row));
  if (value === undefined || value === null) return missing;
  const { kind } = column;
  if (typeof value === 'number' && kind === 'time') return <RelativeTime atMs={value} />;
  const hint = String(value);
  if (typeof value !== 'number') return { text: hint, hint };
  return { text: ((kind && numeric[kind]) ?? formatNumber)(value), hint };
};

/** For whoever draws something beside the text. */
export const elementOf = (content: CellContent): ReactNode =>
  isTextCell(content) ? (
    <span className={content.tone && styles[content.tone]} data-hint={content.hint}>
      {content.text}
    </span>
  ) : (
    content
  );
