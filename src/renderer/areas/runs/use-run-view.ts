import { useCallback, useEffect, useMemo, useRef } from 'react';
import { z } from 'zod';
import { type RunView, runView, type SavedView, viewName } from '../../../shared/model/run-view.ts';
import { tableFrom } from '../../../shared/model/table-link.ts';
import { useNavigation, useRoute } from '../../app/index.ts';
import { useProject, useQuery } from '../../client/index.ts';
import { toast, useRemembered } from '../../ui/index.ts';

/** As a table is that nobody arranged; without columns it shows the usual ones. */
export const usualView: RunView = {
  ...{ filter: '', experiment: '', columns: [], orderBy: [{ key: 'start_time', descending: true }] },
  ...{ groupBy: [], nested: false, differencesOnly: false },
};

const remembered = z.object({ name: viewName.nullable(), view: runView });
type Remembered = z.infer<typeof remembered>;
const isRemembered = (value: unknown): value is Remembered => remembered.safeParse(value).success;
const nothing: Remembered = { name: null, view: usualView };

export interface CurrentView {
  view: RunView;
  /** The saved view that it began with, and whether it has been changed since. */
  saved: SavedView | undefined;
  isChanged: boolean;
  isTrash: boolean;
  set: (change: Partial<RunView>) => void;
  setTrash: (isTrash: boolean) => void;
  open: (saved: SavedView | null) => void;
  /** Of the file of saved views. */
  views: readonly SavedView[];
  problem: string | null;
}

const searchOf = (view: RunView, name: string | null, isTrash: boolean) => {
  const entries = Object.entries({
    view: name ?? '',
    filter: view.filter,
    experiment: view.experiment,
    trash: isTrash ? 'yes' : '',
  }).filter(([, value]) => value !== '');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** Columns are as a window left them; what is looked for stands in the address, so that it can be linked to, as can a saved view. */
export function useRunView(): CurrentView {
  const { search } = useRoute();
  const replace = useNavigation((state) => state.replace);
  const folder = useProject((state) => state.info?.folder) ?? '';
  const [{ name, view: arranged }, setRemembered] = useRemembered(
    `runs.view.${folder}`,
    nothing,
    isRemembered,
  );
  const list = useQuery('views.list', {});
  const views = useMemo(() => list.data?.views ?? [], [list.data]);
  const isTrash = search?.trash === 'yes';
  const view = useMemo(
    () => ({ ...arranged, filter: search?.filter ?? '', experiment: search?.experiment ?? '' }),
    [arranged, search?.filter, search?.experiment],
  );
  const saved = views.find((each) => each.name === name);

  const show = useCallback(
    (next: RunView, nextName: string | null, trash: boolean) => {
      setRemembered({ name: nextName, view: next });
      const nextSearch = searchOf(next, nextName, trash);
      replace({ area: 'runs', ...(nextSearch !== undefined && { search: nextSearch }) });
    },
    [setRemembered, replace],
  );
  const open = useCallback(
    (chosen: SavedView | null) => {
      if (chosen === null) return show(usualView, null, false);
      const { name: chosenName, isDefault: _, ...chosenView } = chosen;
      show(chosenView, chosenName, false);
    },
    [show],
  );

  // A bare address means the table as it was left, or the default view in a window that never saw it.
  const isFresh = useRef(search === undefined);
  useEffect(() => {
    if (!isFresh.current || list.isPending) return;
    isFresh.current = false;
    const preset =
      name === null && arranged === nothing.view ? views.find((each) => each.isDefault) : undefined;
    if (preset !== undefined) open(preset);
    else show(arranged, name, false);
  }, [list.isPending, views, name, arranged, open, show]);

  // A link that holds a table shows just that one, whatever was arranged here before; the address is then as short as always.
  useEffect(() => {
    const table = tableFrom(search);
    if (table === undefined) return;
    if (table === null) toast({ meaning: 'warning', title: 'The link’s table cannot be read' });
    show(table ?? usualView, null, false);
  }, [search, show]);

  // A link to a saved view opens it, once.
  const linked = search?.view;
  const followed = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (linked === undefined || linked === name || followed.current === linked || list.isPending) return;
    followed.current = linked;
    const target = views.find((each) => each.name === linked);
    if (target !== undefined) open(target);
    else toast({ meaning: 'warning', title: `There is no saved view “${linked}”` });
  }, [linked, name, views, list.isPending, open]);

  const isChanged =
    saved !== undefined && JSON.stringify(runView.parse(saved)) !== JSON.stringify(runView.parse(view));
  return {
    ...{ view, saved, isChanged, isTrash, open, views },
    set: (change) => show({ ...view, ...change }, name, isTrash),
    setTrash: (trash) => show(view, name, trash),
    problem: list.error?.message ?? null,
  };
}
