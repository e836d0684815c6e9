// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { ContextMenu, type MenuEntry } from '../overlay/menu.tsx';
import type { Sort } from './columns.ts';
import { HeaderCell, type HeaderColumn } from './grid-header.tsx';
import { GridRow, type RowHandlers } from './grid-row.tsx';
import { activeRowAfter } from './selection.ts';
import styles from './table.module.css';
import { TickBox } from './tick-box.tsx';

/** Above this many columns only those in sight are drawn. */
const virtualColumnsFrom = 40;
const tickWidth = 32;

export interface GridTicks {
  isTicked: (rowIndex: number) => boolean;
  all: boolean | 'mixed';
  toggle: (rowIndex: number) => void;
  range: (rowIndex: number, from: number) => void;
  setAll: (ticked: boolean) => void;
}

export interface GridViewProps {
  label: string;
  columns: readonly HeaderColumn[];
  rowCount: number;
  /** Stable across sorting, so that React moves rows instead of rewriting them. */
  rowKey: (rowIndex: number) => string;
  renderCell: (rowIndex: number, columnId: string) => ReactNode;
  sort: Sort | null;
  onSort: ((columnId: string) => void) | undefined;
  onResize: (columnId: string, width: number) => void;
  onMoveColumn: ((columnId: string, target: string) => void) | undefined;
  headerMenu: (columnId: string) => readonly MenuEntry[];
  rowMenu: ((rowIndex: number) => readonly MenuEntry[]) | undefined;
  ticks: GridTicks | undefined;
  activeRow: number;
  onActiveRow: (rowIndex: number) => void;
  onOpenRow: ((rowIndex: number) => void) | undefined;
  onVisibleRows?: ((first: number, last: number) => void) | undefined;
  dense: boolean;
}

const rowHeightPx = (dense: boolean) => (dense ? 24 : 28);

function useColumnWindow(columns: readonly HeaderColumn[], scroll: React.RefObject<HTMLDivElement | null>) {
  const isVirtual = columns.length > virtualColumnsFrom;
  const virtualizer = useVirtualizer({
    horizontal: true,
    enabled: isVirtual,
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => columns[index]!.width,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: widths live in the columns, and the virtualizer caches them
  useEffect(() => virtualizer.measure(), [columns, virtualizer]);
  const indices = isVirtual
    ? virtualizer.getVirtualItems().map(({ index }) => index)
    : columns.map((_, index) => index);
  // The same list as long as the same columns are in sight, so that rows need not be drawn again.
  const key = indices.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it
  return useMemo(() => ({ indices, before: columns[indices[0] ?? 0]?.start ?? 0 }), [key, columns]);
}

/** The moving parts of every table: virtual rows and columns, active row, ticks, keys. Knows nothing of where rows come from. */
export function GridView(props: GridViewProps) {
  const { columns, rowCount, ticks, activeRow, onActiveRow, dense } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const menuRow = useRef(-1);
  const id = useId();
  const rowHeight = rowHeightPx(dense);
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
    onChange: ({ range }) => range !== null && props.onVisibleRows?.(range.startIndex, range.endIndex),
  });
  const columnWindow = useColumnWindow(columns, scroll);
  const { onVisibleRows } = props;
  // A new source (another order, another dataset) has to be told what is in sight, though nothing was scrolled.
  useEffect(() => {
    const { range } = rows;
    if (range !== null) onVisibleRows?.(range.startIndex, range.endIndex);
  }, [rows, onVisibleRows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the table opens on a chosen row; later the reader scrolls
  useEffect(() => {
    if (activeRow >= 0) rows.scrollToIndex(activeRow, { align: 'auto' });
  }, []);

  const leading = ticks === undefined ? 0 : tickWidth;
  const totalWidth = leading + columns.reduce((sum, column) => sum + column.width, 0);
  const shown = rows.getVirtualItems();
  const rowId = (rowIndex: number) => `${id}-row-${rowIndex}`;
  const activeIsDrawn = shown.some(({ index }) => index === activeRow);

  const activate = (rowIndex: number) => {
    onActiveRow(rowIndex);
    rows.scrollToIndex(rowIndex, { align: 'auto' });
  };

  const now = useRef<RowHandlers>(null!);
  now.current = {
    click: (index, { shift, control }) => {
      scroll.current?.focus({ preventScroll: true });
      if (shift) ticks?.range(index, Math.max(activeRow, 0));
      else if (control) ticks?.toggle(index);
      onActiveRow(index);
    },
    open: (index) => props.onOpenRow?.(index),
    tick: (index, { shift }) => (shift ? ticks?.range(index, Math.max(activeRow, 0)) : ticks?.toggle(index)),
  };
  const handlers = useMemo<RowHandlers>(
    () => ({
      click: (index, gesture) => now.current.click(index, gesture),
      open: (index) => now.current.open(index),
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
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && ticks !== undefined) {
      handled();
      ticks.setAll(true);
    } else if (event.key === 'Escape' && ticks !== undefined && ticks.all !== false) {
      handled();
      ticks.setAll(false);
    }
  };

  const grid = (
    <div
      ref={scroll}
      role="grid"
      tabIndex={0}
      className={classNames(styles.grid, dense && styles.dense)}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-multiselectable={ticks !== undefined || undefined}
      aria-activedescendant={activeIsDrawn ? rowId(activeRow) : undefined}
      onKeyDown={onKeyDown}
      onContextMenuCapture={(event) => {
        const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
        menuRow.current = row === null ? activeRow : Number(row.dataset.row);
        if (row !== null) onActiveRow(menuRow.current);
      }}
    >
      <div role="rowgroup" className={styles.head} style={{ width: totalWidth }}>
        <div role="row" aria-rowindex={1} tabIndex={-1} className={styles.headRow}>
          {ticks !== undefined && (
            <div role="columnheader" tabIndex={-1} className={classNames(styles.cell, styles.tickCell)}>
              <TickBox
                label="All rows"
                checked={ticks.all}
                onToggle={() => ticks.setAll(ticks.all !== true)}
              />
            </div>
          )}
          <div role="presentation" style={{ flex: 'none', width: columnWindow.before }} />
          {columnWindow.indices.map((columnIndex, place) => {
            const column = columns[columnIndex]!;
            return (
              <HeaderCell
                key={column.id}
                column={column}
                columnIndex={columnIndex}
                sort={props.sort}
                isTabStop={place === 0}
                onSort={column.sortable && props.onSort ? () => props.onSort?.(column.id) : undefined}
                onResize={(width) => props.onResize(column.id, width)}
                onDropHeader={
                  props.onMoveColumn === undefined
                    ? undefined
                    : (dropped) => props.onMoveColumn?.(dropped, column.id)
                }
                menu={() => props.headerMenu(column.id)}
              />
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ width: totalWidth, height: rows.getTotalSize() }}>
        {shown.map(({ index, start }) => (
          <GridRow
            key={props.rowKey(index)}
            index={index}
            id={rowId(index)}
            top={start}
            width={totalWidth}
            before={columnWindow.before}
            columns={columns}
            indices={columnWindow.indices}
            isTicked={ticks?.isTicked(index)}
            isActive={index === activeRow}
            renderCell={props.renderCell}
            handlers={handlers}
          />
        ))}
      </div>
    </div>
  );

  const rowMenu = props.rowMenu;
  if (rowMenu === undefined) return <div className={styles.frame}>{grid}</div>;
  return (
    <div className={styles.frame}>
      <ContextMenu entries={() => (menuRow.current < 0 ? [] : rowMenu(menuRow.current))}>{grid}</ContextMenu>
    </div>
  );
}
