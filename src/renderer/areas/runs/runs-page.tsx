import { ChartLine } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { RunRow } from '../../../shared/model/run.ts';
import {
  navigate,
  QueryState,
  RegisterDialog,
  useNavigation,
  useOfferActions,
  useRoute,
} from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  ColumnMenu,
  countOf,
  DataTable,
  EmptyState,
  FilterField,
  type MenuEntry,
  Page,
  Select,
  useColumnLayout,
} from '../../ui/index.ts';
import { FilterProblem } from './filter-problem.tsx';
import { ImportEntry } from './import-entry.tsx';
import { runColumns } from './run-columns.tsx';
import { RunInspector } from './run-inspector.tsx';
import styles from './runs.module.css';
import { mostCompared, SelectionBar } from './selection-bar.tsx';
import { setTickedRuns, useTickedRuns } from './ticked-runs.ts';
import { compareRoute, copyRunLink, copyText, openRun, useDeleteRuns } from './use-run-actions.ts';

const mostRuns = 50_000;
const everything = '';

/** Filter and experiment live in the address, so that a view of the runs can be linked to. */
function useRunList() {
  const { search } = useRoute();
  const replace = useNavigation((state) => state.replace);
  const filter = search?.filter ?? '';
  const experiment = search?.experiment ?? everything;
  // The engine answers while one types on; the field itself never waits.
  const asked = useDeferredValue(filter.trim());
  const list = useQuery(
    'runs.list',
    { limit: mostRuns, filter: asked, ...(experiment !== everything && { experiment }) },
    { keepPrevious: true },
  );
  // A filter that is not one yet is shown as such; the runs of the last right one stay on display.
  const isFilterWrong = list.error?.code === 'invalid-input' && asked !== '';
  const lastRight = useRef(list.data);
  if (list.data !== undefined) lastRight.current = list.data;
  const data = list.data ?? (isFilterWrong ? lastRight.current : undefined);
  const set = (next: { filter?: string; experiment?: string }) => {
    const entries = Object.entries({ filter, experiment, ...next }).filter(([, value]) => value !== '');
    replace({ area: 'runs', ...(entries.length > 0 && { search: Object.fromEntries(entries) }) });
  };
  return { filter, asked, experiment, list: { ...list, data }, isFilterWrong, set };
}

/** All runs: filtered, ordered, ticked; what is ticked is what is compared, registered, tagged and deleted. */
export function RunsPage() {
  const { filter, asked, experiment, list, isFilterWrong, set } = useRunList();
  const experiments = useQuery('experiments.list', {});
  const ticked = useTickedRuns(({ ids }) => ids);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [registering, setRegistering] = useState<string | null>(null);
  const remove = useDeleteRuns();
  const layout = useColumnLayout('runs');
  const columns = useMemo(() => (list.data === undefined ? [] : runColumns(list.data)), [list.data]);
  const ids = useMemo(() => [...ticked], [ticked]);
  const inSight = useMemo(() => new Set(list.data?.runs.map(({ id }) => id)), [list.data]);
  const active = list.data?.runs.find(({ id }) => id === activeId);
  const toRegister = ids.length === 1 ? ids[0] : ids.length === 0 ? active?.id : undefined;
  const canCompare = ids.length >= 2 && ids.length <= mostCompared;

  const compare = () => navigate(compareRoute(ids));
  const register = () => toRegister !== undefined && setRegistering(toRegister);
  useOfferActions([
    { id: 'runs.compare', title: 'Compare ticked runs', shortcut: 'c', disabled: !canCompare, run: compare },
    {
      id: 'runs.register',
      title: 'Register the model of the run',
      shortcut: 'r',
      disabled: toRegister === undefined,
      run: register,
    },
    { id: 'runs.train', title: 'Train a model', shortcut: 't', run: () => navigate({ area: 'train' }) },
    {
      id: 'runs.delete',
      title: 'Delete ticked runs',
      disabled: ids.length === 0,
      run: () => void remove.run(ids),
    },
  ]);

  const menu = ({ id }: RunRow): MenuEntry[] => [
    { label: 'Open', onSelect: () => openRun(id) },
    { label: 'Register…', shortcut: 'r', onSelect: () => setRegistering(id) },
    { label: 'Compare ticked', shortcut: 'c', disabled: !canCompare, onSelect: compare },
    'separator',
    { label: 'Copy id', onSelect: () => copyText(id) },
    { label: 'Copy link', onSelect: () => copyRunLink(id) },
    'separator',
    { label: 'Delete', danger: true, onSelect: () => void remove.run([id]) },
  ];

  return (
    <Page
      title="Runs"
      note={
        list.data &&
        countOf(list.data.total, 'run') +
          (list.data.runs.length < list.data.total ? `, ${countOf(mostRuns, 'run')} of them shown` : '')
      }
      flush
      toolbar={
        <>
          <FilterField
            label="Filter runs"
            value={filter}
            onChange={(next) => set({ filter: next })}
            placeholder="metrics.auc > 0.8 and learner = gbdt"
          />
          <Select
            inline
            hideLabel
            label="Experiment"
            value={experiment}
            onChange={(next) => set({ experiment: next })}
            options={[
              { value: everything, label: 'All experiments' },
              ...(experiments.data ?? []).map(({ name, runCount }) => ({
                value: name,
                label: `${name} (${runCount})`,
              })),
            ]}
          />
          <ColumnMenu columns={columns} layout={layout} />
          <ImportEntry isEmpty={list.data?.total === 0 && asked === ''} />
        </>
      }
      actions={
        <Button variant={ids.length === 0 ? 'primary' : 'plain'} onClick={() => navigate({ area: 'train' })}>
          Train
        </Button>
      }
    >
      <div className={styles.fill}>
        {isFilterWrong && list.error !== null && <FilterProblem filter={asked} error={list.error} />}
        <div className={styles.rest}>
          {isFilterWrong && list.data === undefined ? (
            <EmptyState
              text="This filter cannot be read yet."
              action={{ label: 'Clear the filter', onClick: () => set({ filter: '' }) }}
            />
          ) : (
            <QueryState query={list} what="The runs">
              {({ runs }) => (
                <DataTable
                  label="Runs"
                  name="runs"
                  rows={runs}
                  rowId={({ id }) => id}
                  columns={columns}
                  layout={layout}
                  initialSort={{ columnId: 'started', descending: true }}
                  ticked={ticked}
                  onTickedChange={setTickedRuns}
                  activeId={activeId}
                  onActiveChange={({ id }) => setActiveId(id)}
                  onOpen={({ id }) => openRun(id)}
                  menu={menu}
                  empty={
                    asked !== '' || experiment !== everything ? (
                      <EmptyState
                        text="No run matches."
                        action={{
                          label: 'Show all runs',
                          onClick: () => set({ filter: '', experiment: '' }),
                        }}
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
              )}
            </QueryState>
          )}
        </div>
        {ids.length > 0 && (
          <SelectionBar
            ids={ids}
            hidden={ids.filter((id) => !inSight.has(id)).length}
            isDeleting={remove.isRunning}
            onCompare={compare}
            onRegister={register}
            onDelete={() => void remove.run(ids)}
            onClear={() => setTickedRuns(new Set())}
          />
        )}
      </div>
      {active !== undefined && (
        <RunInspector
          run={active}
          onClose={() => setActiveId(null)}
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
