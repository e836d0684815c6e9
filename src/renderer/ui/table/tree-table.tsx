import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MenuEntry } from '../overlay/menu.tsx';
import { contentOf, elementOf } from './cell-content.tsx';
import type { ColumnLayout } from './column-layout.ts';
import type { DataColumn } from './columns.ts';
import { GridView } from './grid-view.tsx';
import { headerColumns } from './header-columns.ts';
import { layoutHandlers } from './layout-handlers.ts';
import styles from './table.module.css';
import { TreeCell } from './tree-cell.tsx';

/** Left free at the right for the bar that scrolls. */
const scrollBarPx = 12;

export interface TreeRow<Item> {
  readonly item: Item;
  /** 0 for rows of the root. */
  readonly depth: number;
  /** undefined: there is nothing below it. */
  readonly isExpanded: boolean | undefined;
  /** Index of the row it belongs to; -1 for none. */
  readonly parentIndex: number;
}

export interface TreeTableProps<Item> {
  label: string;
  /** Those that are in sight when all that is open is open; keep the array's identity while nothing changed. */
  rows: readonly TreeRow<Item>[];
  rowId: (item: Item) => string;
  /** The first one carries the tree. */
  columns: readonly DataColumn<Item>[];
  layout: ColumnLayout;
  /** This column is as wide as the others leave room for, but never narrower than its own width. */
  fillColumn: string;
  activeId: string | null;
  onActiveChange: (item: Item) => void;
  onToggle: (item: Item) => void;
  menu?: (item: Item) => readonly MenuEntry[];
  empty?: ReactNode;
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return { frame, width };
}

/**
 * A tree that is all in memory: tens of thousands of rows, of which those in sight are drawn. Up and down walk, right opens and goes
 * into, left closes and goes out.
 */
export function TreeTable<Item>(props: TreeTableProps<Item>) {
  const { rows, rowId, columns, layout, fillColumn, activeId } = props;
  const { frame, width } = useWidth();
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const headers = useMemo(() => {
    const shown = headerColumns(columns, layout.state).map((column) => ({ ...column, sortable: false }));
    const others = shown.reduce((sum, column) => sum + (column.id === fillColumn ? 0 : column.width), 0);
    let start = 0;
    return shown.map((column) => {
      const room = width - others - scrollBarPx;
      const placed = {
        ...column,
        start,
        width: column.id === fillColumn ? Math.max(column.width, room) : column.width,
      };
      start += placed.width;
      return placed;
    });
  }, [columns, layout.state, fillColumn, width]);
  const treeColumn = headers[0]?.id;
  const indexOf = useMemo(() => new Map(rows.map(({ item }, index) => [rowId(item), index])), [rows, rowId]);

  const toggleRef = useRef(props.onToggle);
  toggleRef.current = props.onToggle;
  const toggle = useCallback(
    (index: number) => {
      const row = rows[index];
      if (row?.isExpanded !== undefined) toggleRef.current(row.item);
    },
    [rows],
  );
  const renderCell = useCallback(
    (index: number, columnId: string) => {
      const row = rows[index];
      const column = byId.get(columnId);
      if (row === undefined || column === undefined) return null;
      const content = contentOf(column, row.item);
      if (columnId !== treeColumn) return content;
      return (
        <TreeCell
          indent="narrow"
          depth={row.depth}
          isExpanded={row.isExpanded}
          onToggle={() => toggle(index)}
        >
          {elementOf(content)}
        </TreeCell>
      );
    },
    [rows, byId, treeColumn, toggle],
  );
  const { menu } = props;
  return (
    <div ref={frame} className={styles.frame}>
      {rows.length === 0 ? (
        props.empty
      ) : (
        <GridView
          label={props.label}
          columns={headers}
          rowCount={rows.length}
          rowKey={(index) => {
            const row = rows[index];
            return row === undefined ? String(index) : rowId(row.item);
          }}
          renderCell={renderCell}
          sorts={[]}
          onSort={undefined}
          {...layoutHandlers(columns, layout)}
          rowMenu={
            menu === undefined
              ? undefined
              : (index) => {
                  const row = rows[index];
                  return row === undefined ? [] : menu(row.item);
                }
          }
          ticks={undefined}
          activeRow={activeId === null ? -1 : (indexOf.get(activeId) ?? -1)}
          onActiveRow={(index) => {
            const row = rows[index];
            if (row !== undefined) props.onActiveChange(row.item);
          }}
          onOpenRow={toggle}
          tree={{
            rowAt: (index) => {
              const row = rows[index];
              return row && { level: row.depth + 1, isExpanded: row.isExpanded };
            },
            parentOf: (index) => rows[index]?.parentIndex ?? -1,
            toggle,
          }}
          dense
        />
      )}
    </div>
  );
}
