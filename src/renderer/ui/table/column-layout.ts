import { useMemo } from 'react';
import { useRemembered } from '../layout/remembered.ts';
import type { DataColumn } from './columns.ts';

/** What the user did to the columns of one table. Columns that came later keep their own defaults. */
export interface ColumnLayoutState {
  order: readonly string[];
  /** true: hidden, false: shown, absent: as the column says itself. */
  hidden: Readonly<Record<string, boolean>>;
  widths: Readonly<Record<string, number>>;
}

export interface ColumnLayout {
  state: ColumnLayoutState;
  set: (state: ColumnLayoutState) => void;
}

const untouched: ColumnLayoutState = { order: [], hidden: {}, widths: {} };

const isLayout = (value: unknown): value is ColumnLayoutState =>
  typeof value === 'object' && value !== null && 'order' in value && 'hidden' in value && 'widths' in value;

/** Column order, choice and widths of the table of this name, remembered across sessions. */
export function useColumnLayout(name: string): ColumnLayout {
  const [state, set] = useRemembered(`columns.${name}`, untouched, isLayout);
  return useMemo(() => ({ state, set }), [state, set]);
}

/** All column ids in the user's order; columns the user never moved stay behind their original left neighbour. */
export function orderedIds(ids: readonly string[], order: readonly string[]): string[] {
  const result = order.filter((id) => ids.includes(id));
  ids.forEach((id, index) => {
    if (result.includes(id)) return;
    const neighbour = index === 0 ? -1 : result.indexOf(ids[index - 1]!);
    result.splice(neighbour + 1, 0, id);
  });
  return result;
}

export const isHidden = <Row>(column: DataColumn<Row>, state: ColumnLayoutState) =>
  state.hidden[column.id] ?? column.hiddenAtFirst ?? false;

/** The order after dragging `id` to where `target` stands. */
export function moved(ids: readonly string[], id: string, target: string): string[] {
  const to = ids.indexOf(target);
  const rest = ids.filter((each) => each !== id);
  rest.splice(to, 0, id);
  return rest;
}
