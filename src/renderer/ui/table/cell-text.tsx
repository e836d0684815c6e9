import type { ReactNode } from 'react';
import { RelativeTime } from '../data/relative-time.tsx';
import { formatBytes, formatColumnNumber, formatDuration, formatNumber } from '../format.ts';
import type { CellValue, ColumnKind } from './columns.ts';
import styles from './table.module.css';

const numeric: Partial<Record<ColumnKind, (value: number) => string>> = {
  number: formatColumnNumber,
  duration: formatDuration,
  bytes: formatBytes,
};

/** A value as its column's kind writes it; the exact one on hover. A missing value is a muted dash that says "missing". */
export function CellText({ value, kind }: { value: CellValue; kind: ColumnKind | undefined }): ReactNode {
  if (value === null || value === undefined)
    return (
      <span className={styles.missing} title="missing">
        –
      </span>
    );
  if (typeof value === 'number' && kind === 'time') return <RelativeTime atMs={value} />;
  const format = kind === undefined ? undefined : numeric[kind];
  if (typeof value === 'number') return <span title={String(value)}>{(format ?? formatNumber)(value)}</span>;
  return <span title={String(value)}>{String(value)}</span>;
}
