import { type ColumnLayoutState, isHidden, orderedIds } from './column-layout.ts';
import { type DataColumn, widthOf } from './columns.ts';
import type { HeaderColumn } from './grid-header.tsx';

/** The shown columns in the user's order, with their widths and places. */
export function headerColumns<Row>(
  columns: readonly DataColumn<Row>[],
  layout: ColumnLayoutState,
): HeaderColumn[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const ids = orderedIds([...byId.keys()], layout.order);
  let start = 0;
  return ids.flatMap((id) => {
    const column = byId.get(id)!;
    if (isHidden(column, layout)) return [];
    const width = layout.widths[id] ?? widthOf(column);
    const shown: HeaderColumn = {
      id,
      header: column.header,
      unit: column.unit,
      hint: column.hint,
      kind: column.kind,
      headerExtra: column.headerExtra,
      sortable: column.sortable ?? true,
      width,
      start,
    };
    start += width;
    return [shown];
  });
}
