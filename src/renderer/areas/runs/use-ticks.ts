import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandInput } from '../../../shared/contract/index.ts';
import type { RunView } from '../../../shared/model/run-view.ts';
import { call, showError } from '../../client/index.ts';
import type { LazyTicks } from '../../ui/index.ts';
import { type RunSelection, selectionInput } from './run-source.ts';
import { rowIdOf, type TableRow } from './table-row.ts';
import { setTickedRuns, useTickedRuns } from './ticked-runs.ts';

/**
 * Ticks of runs that need not be in sight nor here: the engine says which runs a range, a group or everything that matches is. A group
 * counts as ticked once all its runs were ticked through it.
 */
export function useTicks(
  selection: RunSelection,
  {
    orderBy,
    groupBy,
    nested,
    fromChildren,
  }: Pick<RunView, 'orderBy' | 'groupBy' | 'nested' | 'fromChildren'>,
  matching: number | undefined,
): LazyTicks<TableRow> & { isAsking: boolean; settled: () => Promise<void>; notShown: number } {
  const ticked = useTickedRuns(({ ids }) => ids);
  const shown = useShownAmong(ticked, selection, matching);
  const [groups, setGroups] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const pending = useRef(Promise.resolve());

  const idsOf = useCallback(
    async (input: Omit<CommandInput<'runs.ids'>, 'filter' | 'deleted' | 'experiment'>) => {
      setAsking(true);
      try {
        return (await call('runs.ids', { ...selectionInput(selection), orderBy, ...input })).ids;
      } catch (thrown) {
        showError('The runs could not be ticked', thrown);
        return [];
      } finally {
        setAsking(false);
      }
    },
    [selection, orderBy],
  );

  const toggleGroup = async (row: Extract<TableRow, { kind: 'group' }>) => {
    const id = rowIdOf(row);
    const ids = await idsOf({ part: { of: 'group', by: groupBy, values: row.group.values } });
    const isOff = groups.has(id);
    const next = new Set(useTickedRuns.getState().ids);
    for (const run of ids) {
      if (isOff) next.delete(run);
      else next.add(run);
    }
    setTickedRuns(next);
    setGroups((before) => {
      const after = new Set(before);
      if (isOff) after.delete(id);
      else after.add(id);
      return after;
    });
  };

  const toggleRun = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTickedRuns(next);
  };

  return {
    isAsking,
    /** Who presses the next key before the engine has said which runs are ticked means those. */
    settled: () => pending.current,
    isTicked: (row) =>
      row.kind === 'run' ? ticked.has(row.run.id) : ticked.size > 0 && groups.has(rowIdOf(row)),
    all:
      ticked.size === 0 || shown === 0 ? false : shown !== undefined && shown === matching ? true : 'mixed',
    isAny: ticked.size > 0,
    /** Ticked runs stay ticked when the table is narrowed, and what is done with them is done with all. */
    notShown: shown === undefined ? 0 : ticked.size - shown,
    toggle: (row) => {
      if (row.kind === 'run') toggleRun(row.run.id);
      else pending.current = toggleGroup(row);
    },
    rows: (rows) => setTickedRuns(new Set(rows.flatMap((row) => (row.kind === 'run' ? [row.run.id] : [])))),
    range: (first, last) => {
      // Of groups a range is what is in sight; their runs are ticked group by group.
      if (groupBy.length > 0) return;
      // In the order of what is shown.
      const part = nested
        ? { part: { of: 'roots' as const }, ...(fromChildren !== undefined && { fromChildren }) }
        : {};
      pending.current = idsOf({ ...part, offset: first, limit: last - first + 1 }).then((ids) =>
        setTickedRuns(new Set(ids)),
      );
    },
    setAll: (isOn) => {
      setGroups(new Set());
      if (!isOn) return setTickedRuns(new Set());
      pending.current = idsOf({}).then((ids) => setTickedRuns(new Set(ids)));
    },
  };
}

/** How many of the ticked runs match; undefined until the engine has said so. The ids travel only when another filter or tick may have changed it. */
function useShownAmong(
  ticked: ReadonlySet<string>,
  selection: RunSelection,
  matching: number | undefined,
): number | undefined {
  const [known, setKnown] = useState<{ ticked: typeof ticked; selection: RunSelection; shown: number }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: where more or fewer runs match, others of the ticked ones may
  useEffect(() => {
    if (ticked.size === 0) return;
    const asking = new AbortController();
    call('runs.countAmong', { ...selectionInput(selection), runs: [...ticked] }, { signal: asking.signal })
      .then((answer) => setKnown({ ticked, selection, shown: answer.matching }))
      // The bar then says only how many are ticked.
      .catch(() => undefined);
    return () => asking.abort();
  }, [ticked, selection, matching]);
  return known?.ticked === ticked && known.selection === selection ? known.shown : undefined;
}
