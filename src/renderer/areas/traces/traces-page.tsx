import { Workflow, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TraceRow } from '../../../shared/model/trace.ts';
import { traceState } from '../../../shared/model/trace.ts';
import { linkOf, navigate, useOfferActions } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  ColumnMenu,
  ConfirmDialog,
  countOf,
  EmptyState,
  FilterField,
  formatNumber,
  IconButton,
  LazyTable,
  layoutHandlers,
  Page,
  Select,
  type Sort,
  shownColumns,
  useColumnLayout,
} from '../../ui/index.ts';
import { traceColumns } from './trace-columns.tsx';
import { TraceInspector } from './trace-inspector.tsx';
import { orderKeys, useTraceSource, usualSort } from './trace-source.ts';
import { stateTitles } from './trace-state.tsx';
import styles from './traces.module.css';
import { useDeleteTraces } from './use-delete-traces.ts';
import { useTraceCount } from './use-trace-changes.ts';
import { periods, useTraceSelection } from './use-trace-selection.ts';

const stateOptions = [
  { value: '', label: 'Any state' },
  ...traceState.options.map((value) => ({ value, label: stateTitles[value] })),
];

const copyText = (text: string): void => void navigator.clipboard.writeText(text);
const openTrace = ({ id }: TraceRow): void => navigate({ area: 'traces', id });

/** The run whose traces are shown, with the way to all. */
function RunChip({ id, onRemove }: { id: string; onRemove: () => void }) {
  const run = useQuery('runs.get', { run: id });
  return (
    <span className={styles.chip}>
      <button type="button" className={styles.chipText} onClick={() => navigate({ area: 'runs', id })}>
        Run {run.data?.name ?? id.slice(0, 8)}
      </button>
      <IconButton size="small" label="Show traces of all runs" icon={<X size={12} />} onClick={onRemove} />
    </span>
  );
}

/** All traces: found by text, state, experiment, run and time. */
export function TracesPage() {
  const { filter, set, selection, isNarrowed } = useTraceSelection();
  const [sort, setSort] = useState<Sort>(usualSort);
  const [active, setActive] = useState<TraceRow | null>(null);
  const [deleting, setDeleting] = useState<TraceRow | 'matching' | null>(null);
  const [total, setTotal] = useState<number | undefined>(undefined);
  const layout = useColumnLayout('traces');
  const changes = useTraceCount();
  const source = useTraceSource(selection, sort);
  const experiments = useQuery('experiments.list', {});
  const columns = useMemo(() => shownColumns(traceColumns, layout.state), [layout.state]);
  const remove = useDeleteTraces();
  const showAll = () => set({ text: '', state: '', experiment: '', run: '', period: '' });
  useOfferActions([
    {
      id: 'traces.delete',
      title: isNarrowed ? 'Delete the traces that match' : 'Delete all traces',
      disabled: (total ?? 0) === 0,
      run: () => setDeleting('matching'),
    },
  ]);

  const confirm = async () => {
    if (deleting === null) return;
    const isDone = await remove.run(
      deleting === 'matching' ? { matching: selection } : { traces: [deleting.id] },
    );
    if (isDone && (deleting === 'matching' || deleting.id === active?.id)) setActive(null);
  };
  const count = deleting === 'matching' ? (total ?? 0) : 1;
  return (
    <Page
      title="Traces"
      note={total !== undefined && countOf(total, 'trace')}
      flush
      toolbar={
        <>
          <FilterField
            label="Find traces"
            placeholder="Find in names, requests, responses, tags"
            value={filter.text}
            onChange={(text) => set({ text })}
          />
          {filter.run !== '' && <RunChip id={filter.run} onRemove={() => set({ run: '' })} />}
          <Select
            inline
            hideLabel
            label="State"
            value={filter.state}
            onChange={(state) => set({ state })}
            options={stateOptions}
          />
          <Select
            inline
            hideLabel
            label="Began"
            value={filter.period}
            onChange={(period) => set({ period })}
            options={periods}
          />
          <Select
            inline
            hideLabel
            label="Experiment"
            value={filter.experiment}
            onChange={(experiment) => set({ experiment })}
            options={[
              { value: '', label: 'All experiments' },
              ...(experiments.data ?? []).map(({ name }) => ({ value: name, label: name })),
            ]}
          />
          <ColumnMenu columns={traceColumns} layout={layout} />
        </>
      }
      actions={
        (total ?? 0) > 0 && (
          <Button busy={remove.isRunning} onClick={() => setDeleting('matching')}>
            {isNarrowed ? `Delete these ${formatNumber(total)}…` : 'Delete all…'}
          </Button>
        )
      }
    >
      <LazyTable<TraceRow>
        label="Traces"
        source={source}
        version={String(changes)}
        columns={columns}
        sorts={[sort]}
        onSort={(columnId) => {
          if (orderKeys.some((key) => key === columnId))
            setSort({
              columnId,
              descending: sort.columnId === columnId ? !sort.descending : columnId !== 'name',
            });
        }}
        {...layoutHandlers(traceColumns, layout)}
        rowMenu={(trace) => [
          { label: 'Open', onSelect: () => openTrace(trace) },
          'separator',
          { label: 'Copy id', onSelect: () => copyText(trace.id) },
          { label: 'Copy link', onSelect: () => copyText(linkOf({ area: 'traces', id: trace.id })) },
          'separator',
          { label: 'Delete…', danger: true, onSelect: () => setDeleting(trace) },
        ]}
        activeId={active?.id ?? null}
        onActiveChange={setActive}
        onOpen={openTrace}
        isTree={false}
        onTotal={setTotal}
        empty={
          isNarrowed ? (
            <EmptyState text="No trace matches." action={{ label: 'Show all traces', onClick: showAll }} />
          ) : (
            <EmptyState
              icon={<Workflow size={32} strokeWidth={1.5} />}
              text="A trace is one request to a program around a model, step by step. MLflow’s clients and OpenTelemetry’s exporters send them to the tracking server, which is switched on in the status bar."
            />
          )
        }
      />
      {active !== null && <TraceInspector trace={active} onClose={() => setActive(null)} />}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(isOpen) => !isOpen && setDeleting(null)}
        title={`Delete ${countOf(count, 'trace')}?`}
        description="Their spans, tags and assessments go with them. It cannot be undone."
        confirmLabel={`Delete ${countOf(count, 'trace')}`}
        onConfirm={() => void confirm()}
      />
    </Page>
  );
}
