// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is grid or treegrid
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: both take a label
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useMemo, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { ContextMenu, type MenuEntry } from '../overlay/menu.tsx';
import { type CellContent, isRightAligned, type Sort } from './columns.ts';
import { GridHead, type HeadHandlers } from './grid-head.tsx';
import type { HeaderColumn } from './grid-header.tsx';
import { type CellFrame, GridRow, type RowHandlers } from './grid-row.tsx';
import { useRowWindow } from './row-window.ts';
import { useSecondClick } from './second-click.ts';
import { activeRowAfter } from './selection.ts';
import styles from './table.module.css';

/** Above this many columns only those in sight are drawn. */
const virtualColumnsFrom = 40;
/** Drawn beyond those in sight at either side. */
const spareColumns = 4;
const tickWidth = 32;

export interface GridTicks {
  isTicked: (rowIndex: number) => boolean;
  all: boolean | 'mixed';
  /** Whether anything is ticked, be it a row that is not shown now. */
  isAny: boolean;
  toggle: (rowIndex: number) => void;
  range: (rowIndex: number, from: number) => void;
  setAll: (ticked: boolean) => void;
}

export interface GridHandle {
  /** Rows in sight, the last one included. */
  range: () => { first: number; last: number };
  /** The row under the pointer, else the first in sight; -1 when the reader is at the top and points elsewhere. */
  anchor: () => number;
  scrollByRows: (rows: number) => void;
  scrollToTop: () => void;
}

export interface GridViewProps {
  label: string;
  columns: readonly HeaderColumn[];
  rowCount: number;
  /** Stable across sorting, so that React moves rows instead of rewriting them. Without it rows are rewritten as they scroll by. */
  rowKey: ((rowIndex: number) => string) | undefined;
  renderCell: (rowIndex: number, columnId: string) => CellContent;
  sorts: readonly Sort[];
  onSort: ((columnId: string, gesture: { add: boolean }) => void) | undefined;
  onResize: (columnId: string, width: number) => void;
  onMoveColumn: ((columnId: string, target: string) => void) | undefined;
  headerMenu: (columnId: string) => readonly MenuEntry[];
  rowMenu: ((rowIndex: number) => readonly MenuEntry[]) | undefined;
  ticks: GridTicks | undefined;
  activeRow: number;
  onActiveRow: (rowIndex: number) => void;
  onOpenRow: ((rowIndex: number) => void) | undefined;
  onVisibleRows?: ((first: number, last: number) => void) | undefined;
  /** For whoever fetches columns only when they are in sight. */
  onVisibleColumns?: ((columnIds: readonly string[]) => void) | undefined;
  /** Of a tree: how rows stand in it, and what the left and right arrow keys do. */
  tree?:
    | {
        rowAt: (rowIndex: number) => { level: number; isExpanded: boolean | undefined } | undefined;
        toggle: (rowIndex: number) => void;
        /** The row it belongs to, or -1; without it, the left arrow key only closes. */
        parentOf?: (rowIndex: number) => number;
      }
    | undefined;
  /** For whoever changes the rows under the reader. */
  handle?: Ref<GridHandle> | undefined;
  dense: boolean;
}

const cellFrame = (column: HeaderColumn, leading: number): CellFrame => ({
  columnId: column.id,
  className: classNames(
    styles.cell,
    isRightAligned(column.kind) && styles.right,
    column.kind === 'mono' && styles.mono,
    column.isPinned && styles.stuck,
  ),
  style: { width: column.width, ...(column.isPinned === true && { left: leading + column.start }) },
});

const rowHeightPx = (dense: boolean) => (dense ? 24 : 28);

/** Which columns are drawn: the pinned ones, and of the others those in sight when there are many. */
function useColumnWindow(
  columns: readonly HeaderColumn[],
  scroll: React.RefObject<HTMLDivElement | null>,
  { isFlying, onVisibleColumns }: { isFlying: boolean; onVisibleColumns: GridViewProps['onVisibleColumns'] },
) {
  const isVirtual = columns.length > virtualColumnsFrom;
  const pinned = columns.filter(({ isPinned }) => isPinned === true);
  const pinnedWidth = pinned.reduce((sum, { width }) => sum + width, 0);
  const virtualizer = useVirtualizer({
    horizontal: true,
    enabled: isVirtual || onVisibleColumns !== undefined,
    count: columns.length - pinned.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => columns[pinned.length + index]!.width,
    overscan: isFlying ? 0 : spareColumns,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths live in the columns, and the virtualizer caches them
  useEffect(() => virtualizer.measure(), [columns, virtualizer]);
  const indices = isVirtual
    ? [
        ...pinned.map((_, index) => index),
        ...virtualizer.getVirtualItems().map(({ index }) => pinned.length + index),
      ]
    : columns.map((_, index) => index);
  const { range } = virtualizer;
  const [firstInSight, lastInSight] = [range?.startIndex ?? -1, range?.endIndex ?? -1];
  // biome-ignore lint/correctness/useExhaustiveDependencies: how many are pinned is a matter of the columns
  useEffect(() => {
    const moving = columns.slice(pinned.length).slice(firstInSight, lastInSight + 1);
    // Before the table has been measured, nothing is in sight.
    if (firstInSight >= 0) onVisibleColumns?.([...pinned, ...moving].map(({ id }) => id));
  }, [firstInSight, lastInSight, columns, onVisibleColumns]);
  const firstMoving = indices[pinned.length] ?? -1;
  // The same list as long as the same columns are in sight, so that rows need not be drawn again.
  const key = indices.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it
  return useMemo(
    () => ({ indices, firstMoving, before: Math.max(0, (columns[firstMoving]?.start ?? 0) - pinnedWidth) }),
    [key, columns],
  );
}

/** The moving parts of every table: virtual rows and columns, active row, ticks, keys. Knows nothing of where rows come from. */
export function GridView(props: GridViewProps) {
  const { columns, rowCount, ticks, activeRow, onActiveRow, dense } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const menuRow = useRef(-1);
  const pointerRow = useRef(-1);
  const id = useId();
  const rowHeight = rowHeightPx(dense);
  const { rowKey, onVisibleRows } = props;
  const { rows, drawn, isFlying, show } = useRowWindow({
    ...{ count: rowCount, heightPx: rowHeight, scroll, onVisibleRows, areReused: rowKey === undefined },
  });
  const { onVisibleColumns } = props;
  const columnWindow = useColumnWindow(columns, scroll, { isFlying, onVisibleColumns });
  // A new source (another order, another dataset) has to be told what is in sight, though nothing was scrolled.
  useEffect(() => {
    const grid = scroll.current;
    if (grid === null || rowCount === 0) return;
    const first = Math.floor(grid.scrollTop / rowHeight);
    onVisibleRows?.(first, Math.min(first + Math.ceil(grid.clientHeight / rowHeight), rowCount - 1));
  }, [onVisibleRows, rowHeight, rowCount]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the table opens on a chosen row; later the reader scrolls
  useEffect(() => {
    if (activeRow >= 0) show(activeRow);
  }, []);

  useImperativeHandle(props.handle, () => {
    const top = () => Math.floor((scroll.current?.scrollTop ?? 0) / rowHeight);
    return {
      range: () => ({
        first: top(),
        last: top() + Math.ceil((scroll.current?.clientHeight ?? 0) / rowHeight),
      }),
      anchor: () =>
        pointerRow.current >= 0 ? pointerRow.current : (scroll.current?.scrollTop ?? 0) > 0 ? top() : -1,
      scrollToTop: () => scroll.current?.scrollTo({ top: 0, behavior: 'instant' }),
      scrollByRows: (count) => scroll.current?.scrollBy({ top: count * rowHeight, behavior: 'instant' }),
    };
  }, [rowHeight]);

  const leading = ticks === undefined ? 0 : tickWidth;
  const cells = useMemo(() => columns.map((column) => cellFrame(column, leading)), [columns, leading]);
  const totalWidth = leading + columns.reduce((sum, column) => sum + column.width, 0);
  const rowId = (rowIndex: number) => `${id}-row-${rowIndex}`;
  const activeIsDrawn = drawn.some(({ index }) => index === activeRow);

  const activate = (rowIndex: number) => {
    onActiveRow(rowIndex);
    show(rowIndex);
  };

  const activateParent = (rowIndex: number) => {
    if (rowIndex >= 0) activate(rowIndex);
  };

  const now = useRef<RowHandlers>(null!);
  now.current = {
    click: (index, { shift, control }) => {
      scroll.current?.focus({ preventScroll: true });
      if (shift) ticks?.range(index, Math.max(activeRow, 0));
      else if (control) ticks?.toggle(index);
      onActiveRow(index);
    },
    tick: (index, { shift }) => (shift ? ticks?.range(index, Math.max(activeRow, 0)) : ticks?.toggle(index)),
  };
  const { onOpenRow } = props;
  const onRowClick = useSecondClick(onOpenRow && activeRow >= 0 ? () => onOpenRow(activeRow) : undefined);
  const headNow = useRef<HeadHandlers>(null!);
  headNow.current = {
    sort: (columnId, gesture) => props.onSort?.(columnId, gesture),
    resize: props.onResize,
    move: (columnId, target) => props.onMoveColumn?.(columnId, target),
    menu: props.headerMenu,
    tickAll: (ticked) => ticks?.setAll(ticked),
  };
  const headHandlers = useMemo<HeadHandlers>(
    () => ({
      sort: (columnId, gesture) => headNow.current.sort(columnId, gesture),
      resize: (columnId, width) => headNow.current.resize(columnId, width),
      move: (columnId, target) => headNow.current.move(columnId, target),
      menu: (columnId) => headNow.current.menu(columnId),
      tickAll: (ticked) => headNow.current.tickAll(ticked),
    }),
    [],
  );
  const handlers = useMemo<RowHandlers>(
    () => ({
      click: (index, gesture) => now.current.click(index, gesture),
      tick: (index, gesture) => now.current.tick(index, gesture),
    }),
    [],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const pageRows = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2);
    const next = activeRowAfter(event.key, activeRow, rowCount, pageRows);
    const handled = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (next !== null) {
      handled();
      if (event.shiftKey) ticks?.range(next, Math.max(activeRow, 0));
      activate(next);
    } else if (event.key === ' ' && activeRow >= 0) {
      handled();
      ticks?.toggle(activeRow);
    } else if (event.key === 'Enter' && activeRow >= 0) {
      handled();
      props.onOpenRow?.(activeRow);
    } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && props.tree !== undefined) {
      handled();
      const isLeft = event.key === 'ArrowLeft';
      const isExpanded = props.tree.rowAt(activeRow)?.isExpanded;
      if (isExpanded === isLeft) props.tree.toggle(activeRow);
      else if (isLeft) activateParent(props.tree.parentOf?.(activeRow) ?? -1);
      else if (isExpanded === true) activate(activeRow + 1);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && ticks !== undefined) {
      handled();
      ticks.setAll(true);
    } else if (event.key === 'Escape' && ticks?.isAny === true) {
      handled();
      ticks.setAll(false);
    }
  };

  const grid = (
    <div
      ref={scroll}
      role={props.tree === undefined ? 'grid' : 'treegrid'}
      tabIndex={0}
      className={classNames(styles.grid, dense && styles.dense)}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-multiselectable={ticks !== undefined || undefined}
      aria-activedescendant={activeIsDrawn ? rowId(activeRow) : undefined}
      onKeyDown={onKeyDown}
      onClick={onRowClick}
      onPointerOver={(event) => {
        const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
        pointerRow.current = row === null ? -1 : Number(row.dataset.row);
      }}
      onPointerLeave={() => {
        pointerRow.current = -1;
      }}
      onContextMenuCapture={(event) => {
        const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
        menuRow.current = row === null ? activeRow : Number(row.dataset.row);
        if (row !== null) onActiveRow(menuRow.current);
      }}
    >
      <GridHead
        columns={columns}
        window={columnWindow}
        sorts={props.sorts}
        width={totalWidth}
        leading={leading}
        allTicked={ticks?.all}
        canSort={props.onSort !== undefined}
        canMove={props.onMoveColumn !== undefined}
        handlers={headHandlers}
      />
      <div role="rowgroup" className={styles.body} style={{ width: totalWidth, height: rows.getTotalSize() }}>
        {drawn.map(({ index, top, slot }) => (
          <GridRow
            key={rowKey?.(index) ?? slot}
            index={index}
            id={rowId(index)}
            top={top}
            width={totalWidth}
            before={columnWindow.before}
            firstMoving={columnWindow.firstMoving}
            cells={cells}
            indices={columnWindow.indices}
            isTicked={ticks?.isTicked(index)}
            isActive={index === activeRow}
            level={props.tree?.rowAt(index)?.level}
            isExpanded={props.tree?.rowAt(index)?.isExpanded}
            renderCell={props.renderCell}
            handlers={handlers}
          />
        ))}
      </div>
    </div>
  );

  const { rowMenu } = props;
  return (
    <div className={styles.frame}>
      {rowMenu === undefined ? (
        grid
      ) : (
        <ContextMenu entries={() => (menuRow.current < 0 ? [] : rowMenu(menuRow.current))}>
          {grid}
        </ContextMenu>
      )}
      <div className={styles.focusRing} />
    </div>
  );
}
