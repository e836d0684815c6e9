import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { ErrorState } from '../feedback/states.tsx';
import { countOf } from '../format.ts';
import type { MenuEntry } from '../overlay/menu.tsx';
import { contentOf, failedCell, loadingCell } from './cell-content.tsx';
import { type ColumnLayout, useColumnLayout } from './column-layout.ts';
import { type DataColumn, isRightAligned, nextSort, type Sort } from './columns.ts';
import { type GridHandle, GridView } from './grid-view.tsx';
import { headerColumns } from './header-columns.ts';
import { layoutHandlers } from './layout-handlers.ts';
import { createRowPages, type RowWindow } from './row-pages.ts';
import { RowsProblem } from './rows-problem.tsx';
import styles from './table.module.css';

/** Browsers refuse elements higher than 33 million pixels; at 28 px a row that is this many. */
const drawableRows = 1_100_000;

export interface PagedTableProps<Row> {
  label: string;
  name: string;
  /** How many rows the source has in all. */
  rowCount: number;
  /** Says which source it is (such as the dataset version's digest); a new value starts over. */
  sourceKey: string;
  fetchRows: (window: RowWindow & { sort: Sort | null; signal: AbortSignal }) => Promise<readonly Row[]>;
  columns: readonly DataColumn<Row>[];
  /** Only when fetchRows honours `sort`. */
  sortable?: boolean;
  layout?: ColumnLayout;
  menu?: (row: Row) => readonly MenuEntry[];
  dense?: boolean;
}

/** Rows that stay where they are: the table fetches the windows it shows, two hundred rows at a time. */
export function PagedTable<Row>(props: PagedTableProps<Row>) {
  const { columns, fetchRows, sourceKey, menu } = props;
  const [sort, setSort] = useState<Sort | null>(null);
  const [activeRow, setActiveRow] = useState(-1);
  const grid = useRef<GridHandle>(null);
  const [arrivals, redraw] = useReducer((count: number) => count + 1, 0);
  const ownLayout = useColumnLayout(props.name);
  const layout = props.layout ?? ownLayout;
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const shownColumns = useMemo(
    () =>
      headerColumns(columns, layout.state).map((column) => ({
        ...column,
        sortable: column.sortable && props.sortable === true,
      })),
    [columns, layout.state, props.sortable],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the source is what sourceKey says it is; callers need not memoise fetchRows
  const pages = useMemo(
    () => createRowPages<Row>((window, signal) => fetchRows({ ...window, sort, signal }), redraw),
    [sourceKey, sort],
  );
  useEffect(() => pages.close, [pages]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that arrived are new cells of the same pages
  const renderCell = useCallback(
    (rowIndex: number, columnId: string) => {
      const row = pages.rowAt(rowIndex);
      const column = byId.get(columnId);
      if (column === undefined) return null;
      if (row === undefined) return pages.hasFailed(rowIndex) ? failedCell : loadingCell;
      return contentOf(column, row);
    },
    [pages, byId, arrivals],
  );

  const error = pages.error();
  if (error !== undefined && !pages.hasRows())
    return (
      <ErrorState
        title="These rows could not be read."
        detail={error instanceof Error ? error.message : String(error)}
        action={{
          label: 'Try again',
          onClick: () => {
            pages.retry();
            redraw();
          },
        }}
      />
    );
  const shownRows = Math.min(props.rowCount, drawableRows);
  return (
    <div className={styles.withNote}>
      <GridView
        handle={grid}
        label={props.label}
        columns={shownColumns}
        rowCount={shownRows}
        rowKey={undefined}
        renderCell={renderCell}
        sorts={sort === null ? [] : [sort]}
        onSort={(columnId) => setSort(nextSort(sort, columnId, isRightAligned(byId.get(columnId)?.kind)))}
        {...layoutHandlers(columns, layout)}
        rowMenu={
          menu === undefined
            ? undefined
            : (rowIndex) => {
                const row = pages.rowAt(rowIndex);
                return row === undefined ? [] : menu(row);
              }
        }
        ticks={undefined}
        activeRow={activeRow}
        onActiveRow={setActiveRow}
        onOpenRow={undefined}
        onVisibleRows={pages.want}
        dense={props.dense ?? false}
      />
      {error !== undefined && (
        <RowsProblem
          error={error}
          onRetry={() => {
            pages.retry();
            const range = grid.current?.range();
            if (range !== undefined) pages.want(range.first, Math.min(range.last, shownRows - 1));
            redraw();
          }}
        />
      )}
      {shownRows < props.rowCount && (
        <div className={styles.note}>
          Showing the first {countOf(shownRows, 'row')} of {countOf(props.rowCount, 'row')}.
        </div>
      )}
    </div>
  );
}
