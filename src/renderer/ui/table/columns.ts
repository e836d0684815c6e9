import type { ReactNode } from 'react';

export type CellValue = string | number | boolean | null | undefined;

/** How a column is written when it has no `cell` of its own, and to which side it is aligned. */
export type ColumnKind = 'text' | 'mono' | 'number' | 'time' | 'duration' | 'bytes';

/** What most cells hold. Drawn without elements of its own, which halves what a row costs that scrolls by. */
export interface TextCell {
  readonly text: string;
  /** Shown on hover, such as the exact number. */
  readonly hint?: string;
  /** `loading` is a bar where text is on its way. */
  readonly tone?: 'muted' | 'loading';
}

export type CellContent = ReactNode | TextCell;

export const isTextCell = (content: CellContent): content is TextCell =>
  typeof content === 'object' && content !== null && 'text' in content;

export interface DataColumn<Row> {
  id: string;
  header: string;
  /** Written after the header, muted; the cells carry no unit. */
  unit?: string | undefined;
  /** What is sorted by, and shown unless there is a `cell`. time: ms since 1970; duration: ms; bytes: bytes. */
  value: (row: Row) => CellValue;
  cell?: ((row: Row) => CellContent) | undefined;
  /** Default text. number, duration and bytes stand at the right. */
  kind?: ColumnKind;
  /** Pixels. Default 160 for text, 104 for the rest. */
  width?: number;
  sortable?: boolean;
  /** Not shown until the user picks it from the column menu. */
  hiddenAtFirst?: boolean;
  /** Explains the column on hover. */
  hint?: string | undefined;
  /** Under the header, such as a small histogram; makes the header higher for all columns. */
  headerExtra?: ReactNode;
}

export interface Sort {
  columnId: string;
  descending: boolean;
}

export const isRightAligned = (kind: ColumnKind | undefined) =>
  kind === 'number' || kind === 'duration' || kind === 'bytes';

export const widthOf = <Row>(column: DataColumn<Row>) =>
  column.width ?? (column.kind === undefined || column.kind === 'text' || column.kind === 'mono' ? 160 : 104);

/** null and NaN count as missing, and missing values stand at the end in both directions. */
export const presentOrUndefined = (value: CellValue): CellValue =>
  value === null || (typeof value === 'number' && Number.isNaN(value)) ? undefined : value;

/** The next sort for a click on a header: numbers start with the largest, texts with A; the third click lifts the sort. */
export function nextSort(current: Sort | null, columnId: string, largestFirst: boolean): Sort | null {
  if (current?.columnId !== columnId) return { columnId, descending: largestFirst };
  return current.descending === largestFirst ? { columnId, descending: !largestFirst } : null;
}
