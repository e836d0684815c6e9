// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { classNames } from '../class-names.ts';
import { ContextMenu, type MenuEntry } from '../overlay/menu.tsx';
import { type ColumnKind, isRightAligned, type Sort } from './columns.ts';
import styles from './table.module.css';

export interface HeaderColumn {
  id: string;
  header: string;
  unit?: string | undefined;
  hint?: string | undefined;
  kind?: ColumnKind | undefined;
  headerExtra?: ReactNode;
  sortable: boolean;
  width: number;
  /** Pixels from the left edge of the grid. */
  start: number;
  /** Stays at the left; pinned columns come before all others. */
  isPinned?: boolean;
}

export interface HeaderCellProps {
  column: HeaderColumn;
  columnIndex: number;
  /** All columns that are sorted by, the most important first. */
  sorts: readonly Sort[];
  isTabStop: boolean;
  /** Pixels from the left edge where a pinned column stays. */
  stuckAt: number | undefined;
  onSort: ((gesture: { add: boolean }) => void) | undefined;
  onResize: ((width: number) => void) | undefined;
  /** A header was dropped on this one. */
  onDropHeader: ((id: string) => void) | undefined;
  menu: () => readonly MenuEntry[];
}

const narrowest = 48;
const dragType = 'application/x-modelyard-column';

/** Left and right walk over the headers, so that they are one stop of the Tab key, not one each. */
function walkHeaders(event: KeyboardEvent<HTMLButtonElement>) {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const buttons = [
    ...(event.currentTarget.closest('[role="row"]')?.querySelectorAll<HTMLElement>('[data-header]') ?? []),
  ];
  buttons[buttons.indexOf(event.currentTarget) + step]?.focus();
  event.preventDefault();
}

function ResizeHandle({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const [from, setFrom] = useState<{ at: number; width: number } | null>(null);
  return (
    <span
      className={styles.resize}
      draggable={false}
      aria-hidden
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ at: event.clientX, width });
      }}
      onPointerMove={(event) =>
        from !== null && onResize(Math.max(narrowest, Math.round(from.width + event.clientX - from.at)))
      }
      onPointerUp={() => setFrom(null)}
    />
  );
}

export function HeaderCell({
  column,
  columnIndex,
  sorts,
  isTabStop,
  stuckAt,
  onSort,
  onResize,
  onDropHeader,
  menu,
}: HeaderCellProps) {
  const [isTarget, setTarget] = useState(false);
  const place = sorts.findIndex(({ columnId }) => columnId === column.id);
  const sort = sorts[place];
  const sorted = sort === undefined ? undefined : sort.descending ? 'descending' : 'ascending';
  return (
    <ContextMenu entries={menu}>
      <div
        role="columnheader"
        tabIndex={-1}
        aria-colindex={columnIndex + 1}
        aria-sort={sorted ?? (column.sortable ? 'none' : undefined)}
        className={classNames(
          styles.headCell,
          isRightAligned(column.kind) && styles.right,
          isTarget && styles.dropTarget,
          stuckAt !== undefined && styles.stuckHead,
        )}
        style={{ width: column.width, left: stuckAt }}
        draggable={onDropHeader !== undefined}
        onDragStart={(event) => event.dataTransfer.setData(dragType, column.id)}
        onDragOver={(event) => {
          if (onDropHeader === undefined || !event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          setTarget(true);
        }}
        onDragLeave={() => setTarget(false)}
        onDrop={(event) => {
          setTarget(false);
          onDropHeader?.(event.dataTransfer.getData(dragType));
        }}
      >
        <button
          type="button"
          data-header
          tabIndex={isTabStop ? 0 : -1}
          className={styles.headButton}
          title={column.hint}
          onClick={(event) => onSort?.({ add: event.shiftKey })}
          onKeyDown={walkHeaders}
        >
          <span className={styles.headText}>
            {column.header}
            {column.unit !== undefined && <span className={styles.headUnit}> {column.unit}</span>}
          </span>
          {sorted === 'descending' && <ArrowDown size={12} aria-hidden />}
          {sorted === 'ascending' && <ArrowUp size={12} aria-hidden />}
          {sorted !== undefined && sorts.length > 1 && <span>{place + 1}</span>}
        </button>
        {column.headerExtra !== undefined && <div className={styles.headExtra}>{column.headerExtra}</div>}
        {onResize !== undefined && <ResizeHandle width={column.width} onResize={onResize} />}
      </div>
    </ContextMenu>
  );
}
