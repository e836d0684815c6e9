import type { CommandOutput } from '../../../shared/contract/index.ts';
import { readRunColumn } from '../../../shared/model/run-column.ts';
import type { RunView, ViewColumn } from '../../../shared/model/run-view.ts';
import { printKey } from '../../../shared/query/print.ts';
import type { MenuEntry } from '../../ui/index.ts';
import { columnTitle } from './column-title.ts';

const aggregates = [undefined, 'best', 'min', 'max', 'first', 'count'] as const;

export interface HeaderActions {
  view: RunView;
  columns: readonly ViewColumn[];
  keys: CommandOutput<'runs.keys'>;
  setColumns: (columns: ViewColumn[]) => void;
  set: (change: Partial<RunView>) => void;
  /** Opens the choice of columns for what needs more than a tick. */
  choose: (start: { search: string; kind: 'step' | 'of' }) => void;
}

const replaced = (columns: readonly ViewColumn[], key: string, change: Partial<ViewColumn>): ViewColumn[] =>
  columns.map((column) => (column.key === key ? { ...column, ...change } : column));

/** The columns with one of them where another stands; pinned ones stay among the pinned. */
export const movedColumn = (columns: readonly ViewColumn[], key: string, target: string): ViewColumn[] => {
  const from = columns.findIndex((column) => column.key === key);
  const to = columns.findIndex((column) => column.key === target);
  const column = columns[from];
  const isPinned = columns[to]?.pinned === true;
  if (column === undefined || to === -1) return [...columns];
  return columns.toSpliced(from, 1).toSpliced(to, 0, {
    key,
    ...(column.width !== undefined && { width: column.width }),
    ...(isPinned && { pinned: true }),
  });
};

const groupsInOrder = ['metric', 'parameter', 'tag'];

/** The columns with more of them, each beside the others of its kind: metrics, then parameters, then tags, and facts at the end. */
export const withColumns = (columns: readonly ViewColumn[], keys: readonly string[]): ViewColumn[] =>
  keys.reduce<ViewColumn[]>((so, key) => so.toSpliced(placeFor(so, key), 0, { key }), [...columns]);

const placeFor = (columns: readonly ViewColumn[], key: string): number => {
  const group = groupsInOrder.indexOf(readRunColumn(key).entity);
  if (group === -1) return columns.length;
  const groups = columns.map((column) =>
    column.pinned === true ? -1 : groupsInOrder.indexOf(readRunColumn(column.key).entity),
  );
  const last = groups.findLastIndex((each) => each !== -1 && each <= group);
  if (last !== -1) return last + 1;
  const next = groups.findIndex((each) => each > group);
  return next === -1 ? columns.length : next;
};

/** Largest, newest and best first; a second click turns it, a third lifts it. With Shift it becomes one more order. */
export const nextOrder = (
  orderBy: RunView['orderBy'],
  key: string,
  { add, descendingFirst }: { add: boolean; descendingFirst: boolean },
): RunView['orderBy'] => {
  const place = orderBy.findIndex((order) => order.key === key);
  const current = orderBy[place];
  const others = add ? orderBy : orderBy.filter((order) => order.key === key);
  if (current === undefined) return [...(add ? orderBy : []), { key, descending: descendingFirst }];
  if (current.descending === descendingFirst)
    return others.map((order) => (order.key === key ? { key, descending: !descendingFirst } : order));
  return others.filter((order) => order.key !== key);
};

/** What the header of a column offers. */
export const headerMenu = (key: string, actions: HeaderActions): MenuEntry[] => {
  const { view, columns, setColumns, set } = actions;
  const place = columns.findIndex((column) => column.key === key);
  const column = columns[place];
  if (column === undefined) return [];
  const beside = (step: number) => {
    const target = columns[place + step];
    return target !== undefined && (target.pinned === true) === (column.pinned === true) ? target : undefined;
  };
  const move = (label: string, step: number): MenuEntry => {
    const target = beside(step);
    return {
      label,
      disabled: target === undefined,
      onSelect: () => target !== undefined && setColumns(movedColumn(columns, key, target.key)),
    };
  };
  return [
    { label: 'Sort, largest first', onSelect: () => set({ orderBy: [{ key, descending: true }] }) },
    { label: 'Sort, smallest first', onSelect: () => set({ orderBy: [{ key, descending: false }] }) },
    {
      label: 'Then by this',
      disabled: view.orderBy.some((order) => order.key === key),
      onSelect: () => set({ orderBy: [...view.orderBy, { key, descending: true }] }),
    },
    'separator',
    {
      label: view.groupBy.includes(key) ? 'Group by this no more' : 'Group by this',
      disabled: readRunColumn(key).entity === 'metric',
      onSelect: () =>
        set({
          groupBy: view.groupBy.includes(key)
            ? view.groupBy.filter((each) => each !== key)
            : [...view.groupBy, key],
        }),
    },
    ...aggregateEntries(key, actions),
    'separator',
    {
      label: column.pinned === true ? 'Unpin' : 'Pin at the left',
      onSelect: () => {
        const { pinned: _, ...rest } = column;
        setColumns(
          column.pinned === true
            ? columns.toSpliced(place, 1, rest)
            : replaced(columns, key, { pinned: true }),
        );
      },
    },
    move('Move left', -1),
    move('Move right', 1),
    {
      label: 'Hide column',
      disabled: columns.length === 1,
      onSelect: () => setColumns(columns.toSpliced(place, 1)),
    },
    'separator',
    { label: 'Usual columns', onSelect: () => set({ columns: [] }) },
  ];
};

const aggregateEntries = (key: string, { columns, setColumns, choose }: HeaderActions): MenuEntry[] => {
  const parsed = readRunColumn(key);
  if (parsed.entity !== 'metric') return [];
  const shown = new Set(columns.map((column) => column.key));
  const place = columns.findIndex((column) => column.key === key);
  return [
    'separator',
    { heading: `Of ${parsed.name} also show` },
    ...aggregates.map((aggregate): MenuEntry => {
      const other = printKey({
        entity: 'metric',
        name: parsed.name,
        ...(aggregate !== undefined && { aggregate }),
      });
      return {
        label: aggregate === undefined ? 'last value' : columnTitle(other),
        checked: shown.has(other),
        onSelect: () =>
          setColumns(
            shown.has(other)
              ? columns.filter((column) => column.key !== other)
              : columns.toSpliced(place + 1, 0, { key: other }),
          ),
      };
    }),
    {
      label: `${parsed.name} at a step …`,
      onSelect: () => choose({ search: parsed.name, kind: 'step' }),
    },
    {
      label: `${parsed.name} where another is best …`,
      onSelect: () => choose({ search: parsed.name, kind: 'of' }),
    },
  ];
};
