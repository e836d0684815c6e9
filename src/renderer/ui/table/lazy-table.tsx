import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import { ErrorState } from '../feedback/states.tsx';
import { countOf } from '../format.ts';
import type { MenuEntry } from '../overlay/menu.tsx';
import { contentOf, elementOf, failedCell, loadingCell } from './cell-content.tsx';
import { type DataColumn, type Sort, widthOf } from './columns.ts';
import type { HeaderColumn } from './grid-header.tsx';
import { type GridHandle, type GridTicks, GridView } from './grid-view.tsx';
import { RowsProblem } from './rows-problem.tsx';
import styles from './table.module.css';
import { TreeCell } from './tree-cell.tsx';
import { createTreePages, type TreeSource } from './tree-pages.ts';

/** Browsers refuse elements higher than 33 million pixels; at 28 px a row that is this many. */
const drawableRows = 1_100_000;
/** Asked for before the height of the table is known. */
const firstRows = 40;

export interface LazyTableProps<Row> {
  label: string;
  /** Where rows come from. Memoise it: a new one starts over. */
  source: TreeSource<Row>;
  /** Changes when what was fetched may be old; rows are then read anew without moving under the reader. */
  version: string;
  /** In the order they are shown, pinned ones first; the first one carries the tree. */
  columns: readonly (DataColumn<Row> & { isPinned?: boolean })[];
  sorts: readonly Sort[];
  onSort: (columnId: string, gesture: { add: boolean }) => void;
  onResize: (columnId: string, width: number) => void;
  onMoveColumn: (columnId: string, target: string) => void;
  headerMenu: (columnId: string) => readonly MenuEntry[];
  rowMenu: (row: Row) => readonly MenuEntry[];
  /** Leave out for a table without boxes. */
  ticks?: LazyTicks<Row>;
  activeId: string | null;
  onActiveChange: (row: Row) => void;
  onOpen: (row: Row) => void;
  isTree: boolean;
  /** Columns in sight, for whoever fetches these alone; the version then says which. */
  onVisibleColumns?: ((columnIds: readonly string[]) => void) | undefined;
  /** How many rows there are, once it is known: of the root, and of all. */
  onTotal: (total: number) => void;
  empty: ReactNode;
}

export interface LazyTicks<Row> {
  /** False of a row that stands for several and of which none is ticked. */
  isTicked: (row: Row) => boolean;
  all: boolean | 'mixed';
  /** Whether anything is ticked, be it a row that is not shown now. */
  isAny: boolean;
  toggle: (row: Row) => void;
  /** Rows of the root from one place to another, whether they are here or not. */
  range: (first: number, last: number) => void;
  rows: (rows: readonly Row[]) => void;
  setAll: (ticked: boolean) => void;
}

const headersOf = <Row,>(columns: LazyTableProps<Row>['columns']): HeaderColumn[] => {
  let start = 0;
  return columns.map((column) => {
    const width = widthOf(column);
    const header: HeaderColumn = {
      ...{ id: column.id, header: column.header, unit: column.unit, hint: column.hint, kind: column.kind },
      ...{ sortable: column.sortable ?? true, width, start, isPinned: column.isPinned === true },
    };
    start += width;
    return header;
  });
};

/** Reads what is in sight anew when the version is another one than it was read with, one reading after the other. */
function useRefresh<Row>(
  pages: ReturnType<typeof createTreePages<Row>>,
  { version, firstVersion }: { version: string; firstVersion: string },
  grid: React.RefObject<GridHandle | null>,
  onRise: (rows: number) => void,
) {
  const seen = useRef({ pages, version: firstVersion });
  const wanted = useRef({ pages, version });
  const running = useRef(false);
  useEffect(() => {
    wanted.current = { pages, version };
    if (seen.current.pages !== pages) seen.current = { pages, version: firstVersion };
    if (running.current) return;
    const read = async () => {
      running.current = true;
      try {
        // What changes while it is read is read as well.
        while (seen.current.version !== wanted.current.version) {
          seen.current = wanted.current;
          const anchor = grid.current?.anchor() ?? -1;
          // Without a row there is no grid; the first ones are then read.
          const range = grid.current?.range() ?? { first: 0, last: firstRows };
          const rise = await seen.current.pages.refresh(range, Math.max(anchor, 0));
          if (rise === 0) continue;
          onRise(rise);
          // At the top, with the pointer elsewhere, new rows are welcome where they come.
          if (anchor >= 0) grid.current?.scrollByRows(rise);
        }
      } finally {
        running.current = false;
      }
    };
    // What cannot be read now is read with the next change; what is shown stays.
    void read().catch(() => undefined);
  }, [pages, version, firstVersion, grid, onRise]);
}

/**
 * Rows that stay where they are: lists and trees of any length, of which the windows in sight are fetched. Ticks reach across what is
 * not here. Rows that come or go elsewhere move nothing under the pointer.
 */
export function LazyTable<Row>(props: LazyTableProps<Row>) {
  const { source, columns, ticks, isTree, onTotal } = props;
  const grid = useRef<GridHandle>(null);
  const [arrivals, redraw] = useReducer((count: number) => count + 1, 0);
  const [activeRow, setActiveRow] = useState(-1);
  const newest = useMemo(() => createTreePages(source, redraw), [source]);
  // A version that changes before the first rows are here is not theirs.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the one that the rows of this source were first asked for with
  const firstVersion = useMemo(() => props.version, [newest]);
  // What was shown stays until the rows of a new source are here.
  const lastKnown = useRef(newest);
  if (newest.isKnown()) lastKnown.current = newest;
  const pages = newest.error() === undefined ? lastKnown.current : newest;
  useEffect(() => {
    newest.want(0, firstRows);
    return newest.close;
  }, [newest]);
  const marks = useRef({ anchor: -1, isRange: false });
  const shown = useRef(pages);
  // Another order or filter is read from its beginning.
  useLayoutEffect(() => {
    if (shown.current === pages) return;
    shown.current = pages;
    marks.current.anchor = -1;
    grid.current?.scrollToTop();
  }, [pages]);
  const shift = useCallback((rows: number) => {
    setActiveRow((row) => (row < 0 ? row : Math.max(0, row + rows)));
    marks.current.anchor = Math.max(-1, marks.current.anchor + rows);
  }, []);
  useRefresh(pages, { version: props.version, firstVersion }, grid, shift);
  const headers = useMemo(() => headersOf(columns), [columns]);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const treeColumn = columns[0]?.id;
  const total = pages.isKnown() ? pages.total() : undefined;
  useEffect(() => {
    if (total !== undefined) onTotal(total);
  }, [total, onTotal]);

  const toggle = useCallback((index: number) => pages.toggle(index), [pages]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that arrived are new cells of the same pages
  const renderCell = useCallback(
    (rowIndex: number, columnId: string) => {
      const placed = pages.rowAt(rowIndex);
      const column = byId.get(columnId);
      if (column === undefined) return null;
      if (placed === undefined) return pages.hasFailed(rowIndex) ? failedCell : loadingCell;
      const { row, depth, canExpand } = placed;
      const content = contentOf(column, row);
      if (!isTree || columnId !== treeColumn) return content;
      return (
        <TreeCell
          depth={depth}
          isExpanded={canExpand ? placed.isExpanded : undefined}
          onToggle={() => toggle(rowIndex)}
        >
          {elementOf(content)}
        </TreeCell>
      );
    },
    [pages, byId, treeColumn, isTree, toggle, arrivals],
  );

  const error = pages.error();
  if (error !== undefined && !pages.isKnown())
    return (
      <ErrorState
        title="These rows could not be read."
        detail={error instanceof Error ? error.message : String(error)}
        action={{
          label: 'Try again',
          onClick: () => pages.retry(0, firstRows),
        }}
      />
    );
  if (pages.isKnown() && pages.count() === 0) return props.empty;

  const rowAt = (index: number) => pages.rowAt(index)?.row;
  const withRow = (index: number, act: (row: Row) => void) => {
    const row = rowAt(index);
    if (row !== undefined) act(row);
  };
  const activeHere = rowAt(activeRow);
  // Another order, another filter: the row at this place is another one.
  const isActive =
    props.activeId !== null && (activeHere === undefined || source.rowId(activeHere) === props.activeId);
  const count = pages.count();
  const shownRows = Math.min(count, drawableRows);
  const gridTicks: GridTicks | undefined = ticks && {
    isTicked: (index) => {
      const row = rowAt(index);
      return row !== undefined && ticks.isTicked(row);
    },
    all: ticks.all,
    isAny: ticks.isAny,
    toggle: (index) => {
      marks.current.anchor = index;
      withRow(index, ticks.toggle);
    },
    range: (index, from) => {
      if (marks.current.anchor < 0) marks.current.anchor = from;
      marks.current.isRange = true;
      const { anchor } = marks.current;
      const [first, last] = anchor < index ? [anchor, index] : [index, anchor];
      const placed = Array.from({ length: last - first + 1 }, (_, step) => pages.rowAt(first + step));
      const here = placed.flatMap((each) => (each === undefined ? [] : [each.row]));
      // Rows that scrolled by are known to the engine by their places.
      if (here.length === placed.length) ticks.rows(here);
      else ticks.range(pages.rootPlaceOf(first), pages.rootPlaceOf(last));
    },
    setAll: ticks.setAll,
  };
  return (
    <div className={styles.withNote}>
      <GridView
        handle={grid}
        label={props.label}
        columns={headers}
        rowCount={shownRows}
        rowKey={undefined}
        renderCell={renderCell}
        sorts={props.sorts}
        onSort={props.onSort}
        onResize={props.onResize}
        onMoveColumn={props.onMoveColumn}
        headerMenu={props.headerMenu}
        rowMenu={(index) => {
          const row = rowAt(index);
          return row === undefined ? [] : props.rowMenu(row);
        }}
        ticks={gridTicks}
        activeRow={isActive ? activeRow : -1}
        onActiveRow={(index) => {
          setActiveRow(index);
          if (!marks.current.isRange) marks.current.anchor = index;
          marks.current.isRange = false;
          withRow(index, props.onActiveChange);
        }}
        onOpenRow={(index) => withRow(index, props.onOpen)}
        onVisibleRows={pages.want}
        onVisibleColumns={props.onVisibleColumns}
        tree={
          isTree
            ? {
                rowAt: (index) => {
                  const placed = pages.rowAt(index);
                  return (
                    placed && {
                      level: placed.depth + 1,
                      isExpanded: placed.canExpand ? placed.isExpanded : undefined,
                    }
                  );
                },
                toggle,
              }
            : undefined
        }
        dense={false}
      />
      {error !== undefined && (
        <RowsProblem
          error={error}
          onRetry={() => {
            const { first, last } = grid.current?.range() ?? { first: 0, last: firstRows };
            pages.retry(first, Math.min(last, pages.count() - 1));
          }}
        />
      )}
      {shownRows < count && (
        <div className={styles.note}>
          Showing the first {countOf(shownRows, 'row')} of {countOf(count, 'row')}. A filter or another order
          shows the others.
        </div>
      )}
    </div>
  );
}
