import { NotebookPen } from 'lucide-react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { mostGroupingColumns } from '../../../shared/model/run-view.ts';
import { printKey } from '../../../shared/query/print.ts';
import { useQuery } from '../../client/index.ts';
import { Button, Checkbox, countOf, formatNumber, Select } from '../../ui/index.ts';
import { columnTitle } from './column-title.ts';
import { isRepetition } from './comparison-columns.ts';
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
      <span className={styles.together}>
        <Select
          inline
          hideLabel
          label="Group by"
          value={JSON.stringify(view.groupBy)}
          onChange={(groupBy) => set({ groupBy: JSON.parse(groupBy) as string[] })}
          options={groupOptions(keys, view.groupBy)}
        />
        <Button size="small" variant="quiet" onClick={() => setTrash(!isTrash)}>
          {isTrash ? 'Leave the trash' : 'Trash'}
        </Button>
      </span>
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

const groupableFacts = [
  'experiment',
  'source',
  'status',
  'parent',
  'dataset',
  'user',
  'script',
  'branch',
  'commit',
];

const groupOptions = (keys: Keys, current: readonly string[]) => {
  const configuration = configurationOf(keys);
  const options = [
    { by: [], label: 'Not grouped' },
    ...(configuration === null ? [] : [configuration]),
    ...keys.parameters.map(({ name }) => ({
      by: [printKey({ entity: 'parameter', name })],
      label: `by ${name}`,
    })),
    ...keys.tags.map(({ name }) => ({ by: [printKey({ entity: 'tag', name })], label: `by ${name} (tag)` })),
    ...groupableFacts.map((fact) => ({ by: [fact], label: `by ${columnTitle(fact)}` })),
  ].map(({ by, label }) => ({ value: JSON.stringify(by), label }));
  const value = JSON.stringify(current);
  const isListed = options.some((option) => option.value === value);
  return isListed ? options : [...options, { value, label: `by ${current.map(columnTitle).join(', ')}` }];
};

/** Runs that differ in nothing but their repetition; null where no parameter says which repetition a run is. */
const configurationOf = ({ telling: { parameters } }: Keys): { by: string[]; label: string } | null => {
  const choices = parameters.filter((name) => !isRepetition(name));
  return choices.length < 2 || choices.length === parameters.length
    ? null
    : {
        by: choices.slice(0, mostGroupingColumns).map((name) => printKey({ entity: 'parameter', name })),
        label: 'by all but the seed',
      };
};
