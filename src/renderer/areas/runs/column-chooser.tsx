import { useVirtualizer } from '@tanstack/react-virtual';
import { Columns3 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { ViewColumn } from '../../../shared/model/run-view.ts';
import type { Aggregate } from '../../../shared/query/ast.ts';
import { attributeNames } from '../../../shared/query/keys.ts';
import { printKey } from '../../../shared/query/print.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, Checkbox, countOf, Popover, Select, Stack, Text, TextField } from '../../ui/index.ts';
import { withColumns } from './column-headers.ts';
import { columnTitle } from './column-title.ts';
import { type RunSelection, selectionInput } from './run-source.ts';
import styles from './runs.module.css';

type Keys = CommandOutput<'runs.keys'>;

const aggregates = [
  { value: 'last', label: 'last value' },
  { value: 'best', label: 'best by goal' },
  { value: 'min', label: 'least' },
  { value: 'max', label: 'largest' },
  { value: 'first', label: 'first value' },
  { value: 'count', label: 'number of points' },
  { value: 'step', label: 'at a step …' },
  { value: 'of', label: 'where another is best …' },
] as const;
type AggregateChoice = (typeof aggregates)[number]['value'];

interface Choice {
  kind: AggregateChoice;
  step: string;
  of: string;
}

const aggregateOf = ({ kind, step, of }: Choice): Aggregate | undefined => {
  if (kind === 'last') return undefined;
  if (kind === 'step') return { step: Number.parseInt(step, 10) || 0 };
  return kind === 'of' ? { at: 'best', of } : kind;
};

interface Entry {
  key: string;
  label: string;
  note: string;
}

const noteOf = (what: string, runs: number | null): string =>
  runs === null ? what : `${what}, ${countOf(runs, 'run')}`;

/** Every key there is, by what it is of; metrics with what is to be shown of their history. */
const entriesOf = (keys: Keys, aggregate: Aggregate | undefined): Entry[] => [
  ...keys.metrics.map(({ name, runs }) => {
    const key = printKey({ entity: 'metric', name, ...(aggregate !== undefined && { aggregate }) });
    return { key, label: columnTitle(key), note: noteOf('metric', runs) };
  }),
  ...keys.parameters.map(({ name, runs }) => ({
    key: printKey({ entity: 'parameter', name }),
    label: name,
    note: noteOf('parameter', runs),
  })),
  ...keys.tags.map(({ name, runs }) => ({
    key: printKey({ entity: 'tag', name }),
    label: name,
    note: noteOf('tag', runs),
  })),
  ...attributeNames.map((name) => ({ key: name, label: columnTitle(name), note: 'fact' })),
];

const entryHeight = 28;

function EntryList({
  entries,
  shown,
  onToggle,
}: {
  entries: readonly Entry[];
  shown: ReadonlySet<string>;
  onToggle: (key: string) => void;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => entryHeight,
    overscan: 6,
    initialRect: { width: 400, height: 320 },
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll by itself
    <div ref={scroll} className={styles.chooserList} role="group" aria-label="Columns" tabIndex={0}>
      <div style={{ position: 'relative', height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index]!;
          return (
            <div
              key={entry.key}
              className={styles.chooserEntry}
              style={{ transform: `translateY(${start}px)`, height: entryHeight }}
            >
              <Checkbox
                label={entry.label}
                checked={shown.has(entry.key)}
                onChange={() => onToggle(entry.key)}
              />
              <Text tone="muted" size="small">
                {entry.note}
              </Text>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Which columns the table has: search among all keys, and of metrics choose what to show of their history. */
export function ColumnChooser({
  start,
  onStart,
  ...props
}: Omit<ChooserProps, 'start'> & {
  /** What it opens with; null while it is closed. */
  start: ChooserStart | null;
  onStart: (start: ChooserStart | null) => void;
}) {
  return (
    <Popover
      label="Columns"
      align="end"
      trigger={<Button icon={<Columns3 size={14} />}>Columns</Button>}
      open={start !== null}
      onOpenChange={(isOpen) => onStart(isOpen ? emptyStart : null)}
    >
      <Chooser start={start ?? emptyStart} {...props} />
    </Popover>
  );
}

export interface ChooserStart {
  search: string;
  /** What to show of the history of metrics. */
  kind: AggregateChoice;
}

const emptyStart: ChooserStart = { search: '', kind: 'last' };

interface ChooserProps {
  start: ChooserStart;
  keys: Keys;
  columns: readonly ViewColumn[];
  usual: readonly ViewColumn[];
  selection: RunSelection;
  /** An empty list for the usual columns. */
  onChange: (columns: ViewColumn[]) => void;
}

function Chooser({ start, keys: names, columns, usual, selection, onChange }: ChooserProps) {
  const { deleted, experiment } = selection;
  const counted = useQuery('runs.keys', { deleted, ...(experiment !== '' && { experiment }) });
  const keys = counted.data ?? names;
  const [search, setSearch] = useState(start.search);
  const [choice, setChoice] = useState<Choice>({
    ...{ kind: start.kind, step: '0' },
    of: keys.metrics.find(({ name }) => name !== start.search)?.name ?? '',
  });
  const [isSearching, setSearching] = useState(false);
  const constant = useCommand('runs.constant', { failure: 'The columns could not be compared' });
  const shown = useMemo(() => new Set(columns.map(({ key }) => key)), [columns]);
  const entries = useMemo(() => entriesOf(keys, aggregateOf(choice)), [keys, choice]);
  const wanted = search.trim().toLowerCase();
  const found = useMemo(
    () => entries.filter(({ label, key }) => `${label} ${key}`.toLowerCase().includes(wanted)),
    [entries, wanted],
  );
  const toggle = (key: string) =>
    onChange(shown.has(key) ? columns.filter((column) => column.key !== key) : withColumns(columns, [key]));
  const add = (more: readonly string[]) =>
    onChange(
      withColumns(
        columns,
        more.filter((key) => !shown.has(key)),
      ),
    );

  const addDifferences = async () => {
    setSearching(true);
    const candidates = found.map(({ key }) => key);
    const answer = await constant.run({ ...selectionInput(selection), columns: candidates });
    setSearching(false);
    if (answer === undefined) return;
    const same = new Set(answer.constant);
    add(candidates.filter((key) => !same.has(key)));
  };

  return (
    <Stack>
      <TextField
        autoFocus
        hideLabel
        label="Search columns"
        placeholder={`Search ${countOf(entries.length, 'column')}`}
        value={search}
        onChange={setSearch}
      />
      {keys.metrics.length > 0 && (
        <div className={styles.chooserAggregate}>
          <Select
            inline
            label="Of metrics show"
            value={choice.kind}
            options={aggregates}
            onChange={(kind) =>
              setChoice({
                ...choice,
                kind: aggregates.find((each) => each.value === kind)?.value ?? 'last',
              })
            }
          />
          {choice.kind === 'step' && (
            <TextField
              hideLabel
              label="Step"
              value={choice.step}
              onChange={(step) => setChoice({ ...choice, step })}
            />
          )}
          {choice.kind === 'of' && (
            <Select
              inline
              hideLabel
              label="Where this is best"
              value={choice.of}
              options={keys.metrics.map(({ name }) => ({ value: name, label: name }))}
              onChange={(of) => setChoice({ ...choice, of })}
            />
          )}
        </div>
      )}
      {found.length === 0 ? (
        <Text tone="muted">No column matches.</Text>
      ) : (
        <EntryList entries={found} shown={shown} onToggle={toggle} />
      )}
      <div className={styles.chooserActions}>
        <Button size="small" onClick={() => add(found.map(({ key }) => key))} disabled={found.length === 0}>
          Show {wanted === '' ? 'all' : 'these'} {found.length}
        </Button>
        <Button size="small" busy={isSearching} onClick={() => void addDifferences()}>
          Show those that differ
        </Button>
        <Button
          size="small"
          variant="quiet"
          disabled={JSON.stringify(columns) === JSON.stringify(usual)}
          onClick={() => onChange([])}
        >
          Usual columns
        </Button>
      </div>
    </Stack>
  );
}
