import { Columns3 } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { DropdownMenu, type MenuEntry } from '../overlay/menu.tsx';
import { type ColumnLayout, isHidden, moved, orderedIds } from './column-layout.ts';
import type { DataColumn } from './columns.ts';

/** What the header of a column offers on right click. */
export function headerEntries<Row>(
  columnId: string,
  columns: readonly DataColumn<Row>[],
  layout: ColumnLayout,
): MenuEntry[] {
  const { state, set } = layout;
  const ids = orderedIds(
    columns.map(({ id }) => id),
    state.order,
  );
  const shown = ids.filter((id) => !isHidden(columns.find((column) => column.id === id)!, state));
  const place = shown.indexOf(columnId);
  const beside = (step: number) => shown[place + step];
  const move = (step: number) => () => {
    const target = beside(step);
    if (target !== undefined) set({ ...state, order: moved(ids, columnId, target) });
  };
  return [
    { label: 'Move left', onSelect: move(-1), disabled: beside(-1) === undefined },
    { label: 'Move right', onSelect: move(1), disabled: beside(1) === undefined },
    {
      label: 'Hide column',
      disabled: shown.length === 1,
      onSelect: () => set({ ...state, hidden: { ...state.hidden, [columnId]: true } }),
    },
    'separator',
    { label: 'Reset columns', onSelect: () => set({ order: [], hidden: {}, widths: {} }) },
  ];
}

/** The button beside a table that ticks columns on and off. */
export function ColumnMenu<Row>({
  columns,
  layout,
}: {
  columns: readonly DataColumn<Row>[];
  layout: ColumnLayout;
}) {
  const { state, set } = layout;
  const entries: MenuEntry[] = [
    ...columns.map((column) => ({
      label: column.unit === undefined ? column.header : `${column.header} (${column.unit})`,
      checked: !isHidden(column, state),
      onSelect: () => set({ ...state, hidden: { ...state.hidden, [column.id]: !isHidden(column, state) } }),
    })),
    'separator',
    { label: 'Reset columns', onSelect: () => set({ order: [], hidden: {}, widths: {} }) },
  ];
  return (
    <DropdownMenu
      align="end"
      entries={entries}
      trigger={<Button icon={<Columns3 size={14} />}>Columns</Button>}
    />
  );
}
