import { NotebookPen } from 'lucide-react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { printKey } from '../../../shared/query/print.ts';
import { useQuery } from '../../client/index.ts';
import { Button, Checkbox, countOf, formatNumber, Select } from '../../ui/index.ts';
import { columnTitle } from './column-title.ts';
import { FilterChips } from './filter-bar.tsx';
import styles from './runs.module.css';
import type { CurrentView } from './use-run-view.ts';
import { ViewsMenu } from './views-menu.tsx';

type Keys = CommandOutput<'runs.keys'>;

/** What the table shows and how, but for its columns. `hidden` are columns that do not differ. */
export function TableOptions({
  current,
  keys,
  hidden,
  isFilterRight,
  onOpenNote,
}: {
  current: CurrentView;
  keys: Keys;
  hidden: ReadonlySet<string>;
  isFilterRight: boolean;
  /** Shows the note of the experiment. */
  onOpenNote: () => void;
}) {
  const { view, isTrash, set, setTrash } = current;
  const experiments = useQuery('experiments.list', {});
  return (
    <div className={styles.tableOptions}>
      <FilterChips filter={isFilterRight ? view.filter : ''} onChange={(filter) => set({ filter })} />
      <Select
        inline
        hideLabel
        label="Experiment"
        value={view.experiment}
        onChange={(experiment) => set({ experiment })}
        options={[
          { value: '', label: 'All experiments' },
          ...(experiments.data ?? []).map(({ name, runCount, trashedRunCount }) => ({
            value: name,
            label: `${name} (${formatNumber(isTrash ? trashedRunCount : runCount)})`,
          })),
        ]}
      />
      {view.experiment !== '' && (
        <Button
          icon={<NotebookPen size={14} />}
          title={`The note of ${view.experiment}`}
          onClick={onOpenNote}
        >
          Note
        </Button>
      )}
      <ViewsMenu current={current} />
      <Checkbox
        label="Only differences"
        checked={view.differencesOnly}
        onChange={(differencesOnly) => set({ differencesOnly })}
      />
      <Checkbox
        label="Nested"
        checked={view.nested}
        disabled={view.groupBy.length > 0}
        onChange={(nested) => set({ nested })}
      />
      {view.nested && view.groupBy.length === 0 && (
        <Select
          inline
          hideLabel
          label="Parents show"
          value={view.fromChildren ?? 'own'}
          onChange={(value) => set({ fromChildren: value === 'own' ? undefined : value })}
          options={fromChildrenOptions}
        />
      )}
      <Select
        inline
        hideLabel
        label="Group by"
        value={view.groupBy[0] ?? ''}
        onChange={(key) => set({ groupBy: key === '' ? [] : [key, ...view.groupBy.slice(1)] })}
        options={groupOptions(keys, view.groupBy[0])}
      />
      <Button size="small" variant="quiet" onClick={() => setTrash(!isTrash)}>
        {isTrash ? 'Leave the trash' : 'Trash'}
      </Button>
      {hidden.size > 0 && (
        <span className={styles.hiddenNote}>
          {countOf(hidden.size, 'column')} with one value hidden: {[...hidden].map(columnTitle).join(', ')}
        </span>
      )}
    </div>
  );
}

const fromChildrenOptions = [
  { value: 'own' as const, label: 'Own values only' },
  { value: 'mean' as const, label: 'Mean of nested runs' },
  { value: 'best' as const, label: 'Best of nested runs' },
  { value: 'min' as const, label: 'Least of nested runs' },
  { value: 'max' as const, label: 'Greatest of nested runs' },
];

const groupableFacts = ['experiment', 'source', 'status', 'dataset', 'user', 'script', 'branch', 'commit'];

const groupOptions = (keys: Keys, current: string | undefined) => {
  const groupable = [
    ...keys.parameters.map(({ name }) => ({
      value: printKey({ entity: 'parameter', name }),
      label: `by ${name}`,
    })),
    ...keys.tags.map(({ name }) => ({ value: printKey({ entity: 'tag', name }), label: `by ${name} (tag)` })),
    ...groupableFacts.map((fact) => ({ value: fact, label: `by ${columnTitle(fact)}` })),
  ];
  const isListed = current === undefined || groupable.some(({ value }) => value === current);
  return [
    { value: '', label: 'Not grouped' },
    ...(isListed ? [] : [{ value: current, label: `by ${columnTitle(current)}` }]),
    ...groupable,
  ];
};
