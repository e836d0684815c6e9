import type { MenuEntry } from '../overlay/menu.tsx';
import { type ColumnLayout, type ColumnLayoutState, isHidden, moved, orderedIds } from './column-layout.ts';
import { headerEntries } from './column-menu.tsx';
import { type DataColumn, widthOf } from './columns.ts';

/** The columns that a layout shows, in its order and as wide as it says. */
export const shownColumns = <Row>(
  columns: readonly DataColumn<Row>[],
  state: ColumnLayoutState,
): DataColumn<Row>[] => {
  const byId = new Map(columns.map((column) => [column.id, column]));
  return orderedIds([...byId.keys()], state.order).flatMap((id) => {
    const column = byId.get(id);
    if (column === undefined || isHidden(column, state)) return [];
    return [{ ...column, width: state.widths[id] ?? widthOf(column) }];
  });
};

/** What the headers of a table do to its layout. */
export const layoutHandlers = <Row>(columns: readonly DataColumn<Row>[], layout: ColumnLayout) => ({
  onResize: (columnId: string, width: number): void =>
    layout.set({ ...layout.state, widths: { ...layout.state.widths, [columnId]: width } }),
  onMoveColumn: (columnId: string, target: string): void => {
    const ids = columns.map(({ id }) => id);
    layout.set({ ...layout.state, order: moved(orderedIds(ids, layout.state.order), columnId, target) });
  },
  headerMenu: (columnId: string): readonly MenuEntry[] => headerEntries(columnId, columns, layout),
});
