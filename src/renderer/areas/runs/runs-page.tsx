import { ChartLine, ChartScatter } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { RunListRow } from '../../../shared/model/run.ts';
import { BottomPanel, navigate, QueryState, RegisterDialog, useOfferActions } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  EmptyState,
  Inline,
  LazyTable,
  type MenuEntry,
  Page,
  toast,
} from '../../ui/index.ts';
import { chartsRoute } from './charts-page.tsx';
import { type ChooserStart, ColumnChooser } from './column-chooser.tsx';
import { headerMenu, movedColumn, nextOrder } from './column-headers.ts';
import { FilterBar, FilterProblems } from './filter-bar.tsx';
import { ImportEntry } from './import-entry.tsx';
import { NoteView } from './notes/note-view.tsx';
import { PurgeButton } from './purge-button.tsx';
import { runColumns, usualColumns } from './run-columns.tsx';
import { RunInspector } from './run-inspector.tsx';
import { selectionInput, useRunSource } from './run-source.ts';
import styles from './runs.module.css';
import { SaveTableMenu } from './save-table-menu.tsx';
import { mostCompared, SelectionBar } from './selection-bar.tsx';
import { TableOptions } from './table-options.tsx';
import { rowIdOf, type TableRow } from './table-row.ts';
import { setTickedRuns, useTickedRuns } from './ticked-runs.ts';
import { useFilter } from './use-filter.ts';
import { useLinkedAmong } from './use-linked-among.ts';
import { compareRoute, copyRunLink, copyText, openRun, useDeleteRuns } from './use-run-actions.ts';
import { useRunChanges } from './use-run-changes.ts';
import { type CurrentView, useRunView } from './use-run-view.ts';
import { useTicks } from './use-ticks.ts';

type Keys = CommandOutput<'runs.keys'>;

/** All runs: filtered, ordered, grouped, ticked; what is ticked is what is compared, registered, tagged and deleted. */
export function RunsPage() {
  const current = useRunView();
  const { view, isTrash } = current;
  const keys = useQuery(
    'runs.keys',
    { deleted: isTrash, counts: false, ...(view.experiment !== '' && { experiment: view.experiment }) },
    { keepPrevious: true },
  );
  return (
    <QueryState query={keys} what="The runs">
      {/* What is looked at beside the table is none of the trash, and the other way round. */}
      {(data) => <RunsTable key={String(isTrash)} keys={data} current={current} />}
    </QueryState>
  );
}

function RunsTable({ keys, current }: { keys: Keys; current: CurrentView }) {
  const { view, isTrash, set, setTrash } = current;
  const { problems, asked, isRight } = useFilter(view.filter, keys);
  const ticked = useTickedRuns(({ ids }) => ids);
  const [active, setActive] = useState<RunListRow | null>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [registering, setRegistering] = useState<string | null>(null);
  const [rows, setRows] = useState<number | undefined>(undefined);
  const [chooserStart, setChooserStart] = useState<ChooserStart | null>(null);
  const [isNoteOpen, setNoteOpen] = useState(false);
  const remove = useDeleteRuns();
  const restore = useCommand('runs.restore', { failure: 'The runs could not be brought back' });
  const changes = useRunChanges();

  const selection = useMemo(
    () => ({ filter: asked, experiment: view.experiment, deleted: isTrash }),
    [asked, view.experiment, isTrash],
  );
  const links = useQuery('foreignRuns.links', {});
  const hasLinks = (links.data?.sources.length ?? 0) > 0;
  const usual = useMemo(() => usualColumns(keys, { hasLinks }), [keys, hasLinks]);
  const locked = useLinkedAmong(ticked, hasLinks);
  const chosen = view.columns.length === 0 ? usual : view.columns;
  const chosenKeys = chosen.map(({ key }) => key);
  const constant = useQuery(
    'runs.constant',
    { ...selectionInput(selection), columns: chosenKeys.filter((key) => key !== 'name') },
    { enabled: view.differencesOnly, keepPrevious: true },
  );
  const hidden = view.differencesOnly ? new Set(constant.data?.constant) : new Set<string>();
  const columnsInView = chosen.filter(({ key }) => !hidden.has(key));
  const shownKeys = columnsInView.map(({ key }) => key);
  const metricKeys = shownKeys.filter((key) => key.includes('metrics.'));
  const best = useQuery(
    'runs.best',
    { ...selectionInput(selection), columns: metricKeys },
    { enabled: metricKeys.length > 0, keepPrevious: true },
  );
  const matching = useQuery('runs.list', { ...selectionInput(selection), limit: 0 }, { keepPrevious: true });

  const { source, columnsVersion, onVisibleColumns } = useRunSource(
    {
      ...selection,
      ...{ orderBy: view.orderBy, groupBy: view.groupBy, nested: view.nested },
      fromChildren: view.nested ? view.fromChildren : undefined,
    },
    shownKeys,
  );
  const ticks = useTicks(selection, view, matching.data?.total);
  const layoutKey = JSON.stringify([columnsInView, best.data, view.groupBy, view.fromChildren]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of it, and columns that stay the same draw no row anew
  const columns = useMemo(
    () =>
      runColumns(columnsInView, {
        ...{ keys, best: best.data?.best ?? {}, groupBy: view.groupBy },
        fromChildren: view.fromChildren,
      }),
    [layoutKey, keys],
  );
  const setColumns = (next: typeof view.columns) => set({ columns: next });

  const ids = useMemo(() => [...ticked], [ticked]);
  const toRegister = ids.length === 1 ? ids[0] : ids.length === 0 ? active?.id : undefined;
  const areComparable = (count: number) => count >= 2 && count <= mostCompared;
  const canCompare = ticks.isAsking || areComparable(ids.length);
  const compare = async () => {
    await ticks.settled();
    const runs = [...useTickedRuns.getState().ids];
    if (areComparable(runs.length)) navigate(compareRoute(runs));
  };
  const register = () => toRegister !== undefined && setRegistering(toRegister);
  const restoreTicked = async () => {
    const done = await restore.run({ runs: ids });
    if (done === undefined) return;
    setTickedRuns(new Set());
    toast({ meaning: 'good', title: `${countOf(done.restored, 'run')} taken out of the trash` });
  };
  useOfferActions([
    {
      id: 'runs.compare',
      title: 'Compare ticked runs',
      shortcut: 'c',
      disabled: !canCompare,
      run: () => void compare(),
    },
    {
      id: 'runs.register',
      title: 'Register the model of the run',
      shortcut: 'r',
      disabled: toRegister === undefined,
      run: register,
    },
    {
      id: 'runs.charts',
      title: 'Charts of all runs that match',
      disabled: isTrash,
      run: () => navigate(chartsRoute(selection)),
    },
    { id: 'runs.train', title: 'Train a model', shortcut: 't', run: () => navigate({ area: 'train' }) },
    {
      id: 'runs.delete',
      title: 'Delete ticked runs',
      disabled: ids.length === 0 || isTrash,
      run: () => void remove.run(ids),
    },
    {
      id: 'runs.trash',
      title: isTrash ? 'Leave the trash' : 'Open the trash',
      run: () => setTrash(!isTrash),
    },
  ]);

  const rowMenu = (row: TableRow): MenuEntry[] => {
    if (row.kind === 'group')
      return [{ label: 'Tick the runs of this group', onSelect: () => ticks.toggle(row) }];
    const { id, isLinked } = row.run;
    return [
      { label: 'Open', onSelect: () => openRun(id) },
      {
        label: isLinked ? 'Register… (import its source first)' : 'Register…',
        ...{ shortcut: 'r', disabled: isLinked, onSelect: () => setRegistering(id) },
      },
      { label: 'Compare ticked', shortcut: 'c', disabled: !canCompare, onSelect: () => void compare() },
      'separator',
      { label: 'Copy id', onSelect: () => copyText(id) },
      { label: 'Copy link', onSelect: () => copyRunLink(id) },
      'separator',
      isTrash
        ? {
            label: isLinked ? 'Restore (in the trash of its source)' : 'Restore',
            ...{ disabled: isLinked, onSelect: () => void restore.run({ runs: [id] }) },
          }
        : {
            label: isLinked ? 'Delete (read in place)' : 'Delete',
            ...{ danger: true, disabled: isLinked, onSelect: () => void remove.run([id]) },
          },
    ];
  };
  const onTotal = useCallback((total: number) => setRows(total), []);
  const total = matching.data?.total;
  const isNarrowed = asked !== '' || view.experiment !== '';
  const showAll = () => set({ filter: '', experiment: '' });

  return (
    <Page
      title={isTrash ? 'Runs in the trash' : 'Runs'}
      note={
        total !== undefined &&
        `${countOf(total, 'run')}${view.groupBy.length > 0 && rows !== undefined ? ` in ${countOf(rows, 'group')}` : ''}`
      }
      flush
      toolbar={
        <>
          <FilterBar
            value={view.filter}
            onChange={(filter) => set({ filter })}
            keys={keys}
            experiment={view.experiment}
            problems={problems}
          />
          <ColumnChooser
            start={chooserStart}
            onStart={setChooserStart}
            keys={keys}
            columns={chosen}
            usual={usual}
            selection={selection}
            onChange={setColumns}
          />
          {!isTrash && <ImportEntry isEmpty={matching.data?.total === 0 && asked === ''} />}
        </>
      }
      actions={
        isTrash ? (
          <PurgeButton runs={undefined} onPurged={() => setTickedRuns(new Set())} />
        ) : (
          <Inline>
            <Button
              icon={<ChartScatter size={14} />}
              disabled={total === undefined || total < 2}
              title="Charts of all runs that match the filter"
              onClick={() => navigate(chartsRoute(selection))}
            >
              Charts
            </Button>
            <SaveTableMenu selection={selection} orderBy={view.orderBy} columns={shownKeys} ticked={ids} />
            <Button
              variant={ids.length === 0 ? 'primary' : 'plain'}
              onClick={() => navigate({ area: 'train' })}
            >
              Train
            </Button>
          </Inline>
        )
      }
    >
      <div className={styles.fill}>
        <FilterProblems filter={view.filter} problems={problems} onFix={(filter) => set({ filter })} />
        <TableOptions
          {...{ current, keys, hidden }}
          isFilterRight={isRight}
          onOpenNote={() => setNoteOpen(!isNoteOpen)}
        />
        <div className={styles.rest}>
          <LazyTable<TableRow>
            label="Runs"
            source={source}
            version={JSON.stringify([changes, columnsVersion])}
            columns={columns}
            sorts={view.orderBy.map(({ key, descending }) => ({ columnId: key, descending }))}
            onSort={(key, { add }) =>
              set({
                orderBy: nextOrder(view.orderBy, key, { add, descendingFirst: isNumeric(columns, key) }),
              })
            }
            onResize={(key, width) =>
              setColumns(chosen.map((column) => (column.key === key ? { ...column, width } : column)))
            }
            onMoveColumn={(key, target) => setColumns(movedColumn(chosen, key, target))}
            headerMenu={(key) =>
              headerMenu(key, { view, columns: chosen, keys, setColumns, set, choose: setChooserStart })
            }
            rowMenu={rowMenu}
            ticks={ticks}
            activeId={activeId}
            onActiveChange={(row) => {
              setActiveId(rowIdOf(row));
              setActive(row.kind === 'run' ? row.run : null);
            }}
            onOpen={(row) => row.kind === 'run' && openRun(row.run.id)}
            isTree={view.nested || view.groupBy.length > 0}
            onVisibleColumns={onVisibleColumns}
            onTotal={onTotal}
            empty={
              isNarrowed ? (
                <EmptyState text="No run matches." action={{ label: 'Show all runs', onClick: showAll }} />
              ) : isTrash ? (
                <EmptyState
                  text="The trash is empty. Runs that are deleted wait here until their space is freed."
                  action={{ label: 'Leave the trash', onClick: () => setTrash(false) }}
                />
              ) : (
                <EmptyState
                  icon={<ChartLine size={32} strokeWidth={1.5} />}
                  text="A run is one training, with everything it depended on. Train a model to see the first."
                  action={{ label: 'Train a model', onClick: () => navigate({ area: 'train' }) }}
                />
              )
            }
          />
        </div>
        {ids.length > 0 && (
          <SelectionBar
            ids={ids}
            isAll={ticks.all === true}
            notShown={ticks.notShown}
            isTrash={isTrash}
            locked={locked}
            isBusy={remove.isRunning || restore.isRunning || ticks.isAsking}
            onCompare={() => void compare()}
            onRegister={register}
            onDelete={() => void remove.run(ids)}
            onRestore={() => void restoreTicked()}
            onPurged={() => setTickedRuns(new Set())}
            onClear={() => ticks.setAll(false)}
          />
        )}
      </div>
      {isNoteOpen && view.experiment !== '' && (
        <BottomPanel title={`Note of ${view.experiment}`} onClose={() => setNoteOpen(false)}>
          <NoteView key={view.experiment} subject={{ type: 'experiment', id: view.experiment }} />
        </BottomPanel>
      )}
      {active !== null && (
        <RunInspector
          run={active}
          onClose={() => {
            setActive(null);
            setActiveId(null);
          }}
          onRegister={() => setRegistering(active.id)}
        />
      )}
      {registering !== null && (
        <RegisterDialog
          runId={registering}
          onClose={() => setRegistering(null)}
          onRegistered={() => setRegistering(null)}
        />
      )}
    </Page>
  );
}

const isNumeric = (columns: ReturnType<typeof runColumns>, key: string): boolean => {
  const kind = columns.find(({ id }) => id === key)?.kind;
  return kind !== undefined && kind !== 'text' && kind !== 'mono';
};
