import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { applyFix, type QueryProblem } from '../../../shared/query/check.ts';
import { chipsOf, textOfChips } from '../../../shared/query/chips.ts';
import { type Completion, completeQuery } from '../../../shared/query/complete.ts';
import { placeOf } from '../../../shared/query/completion-place.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { printKey } from '../../../shared/query/print.ts';
import type { Vocabulary } from '../../../shared/query/vocabulary.ts';
import { useQuery } from '../../client/index.ts';
import { Button, CompletionList, classNames, completionId, IconButton, Text } from '../../ui/index.ts';
import styles from './runs.module.css';
import { useSettled } from './use-settled.ts';

type Keys = CommandOutput<'runs.keys'>;

/** The key whose values could stand at the caret. */
const keyAtCaret = (text: string, caret: number): string | null => {
  const place = placeOf(text.slice(0, caret));
  const isFit =
    place?.expected === 'value' &&
    place.key !== null &&
    place.key.entity !== 'metric' &&
    place.key.entity !== 'dataset';
  if (!isFit || place.key === null) return null;
  // A key without a prefix is most likely a parameter.
  return printKey(place.key.entity === 'any' ? { ...place.key, entity: 'parameter' } : place.key);
};

function useVocabulary(keys: Keys, wantedKey: string | null, experiment: string): Vocabulary {
  const values = useQuery(
    'runs.values',
    { key: wantedKey ?? 'status', ...(experiment !== '' && { experiment }) },
    { enabled: wantedKey !== null },
  );
  return useMemo(() => {
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    const used =
      wantedKey === null || values.data === undefined
        ? {}
        : { [wantedKey]: values.data.values.map(({ value, runs }) => ({ value, count: runs })) };
    return {
      metrics: names(keys.metrics),
      parameters: names(keys.parameters),
      tags: names(keys.tags),
      values: used,
    };
  }, [keys, wantedKey, values.data]);
}

const shownOptions = 12;

export interface FilterBarProps {
  value: string;
  onChange: (value: string) => void;
  keys: Keys;
  experiment: string;
  problems: readonly QueryProblem[];
}

/** The filter as text: completed while it is typed, with what is wrong marked and a way out offered, and as chips to take away. */
export function FilterBar({ value, onChange, keys, experiment, problems }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const wantedKey = useMemo(() => (caret === null ? null : keyAtCaret(value, caret)), [value, caret]);
  const vocabulary = useVocabulary(keys, wantedKey, experiment);
  const completions = useMemo(
    () => (caret === null ? null : completeQuery({ source: value, caret, vocabulary, limit: shownOptions })),
    [value, caret, vocabulary],
  );
  const options = completions?.options ?? [];
  const isOpen = caret !== null && options.length > 0 && completions?.isWhole === false;

  const choose = ({ text, kind }: Completion) => {
    if (completions === null) return;
    const isWhole = kind !== 'prefix' && kind !== 'function';
    const written = `${text}${isWhole ? ' ' : ''}`;
    const next = value.slice(0, completions.start) + written + value.slice(completions.end).trimStart();
    const at = completions.start + written.length;
    onChange(next);
    setCaret(at);
    setChosen(-1);
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const option = options[chosen];
    if (isOpen && step !== 0) {
      event.preventDefault();
      setChosen((before) => (before + step + options.length + 1) % (options.length + 1));
    } else if (isOpen && (event.key === 'Enter' || event.key === 'Tab') && option !== undefined) {
      event.preventDefault();
      choose(option);
    } else if (event.key === 'Escape') {
      // A field for searching would empty itself.
      event.preventDefault();
      event.stopPropagation();
      if (isOpen) setCaret(null);
      else field.current?.blur();
    } else if (event.key === 'Enter') setCaret(null);
  };

  return (
    <div className={styles.filterBar}>
      <div className={styles.filterField}>
        <Search size={14} aria-hidden />
        <input
          ref={field}
          type="search"
          role="combobox"
          data-filter
          aria-label="Filter runs"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={
            chosen >= 0 && chosen < options.length ? completionId(listId, chosen) : undefined
          }
          aria-invalid={problems.some(({ severity }) => severity === 'error') || undefined}
          className={styles.filterInput}
          value={value}
          placeholder="metrics.auc > 0.8 and learner = gbdt"
          spellCheck={false}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart);
            setChosen(-1);
          }}
          onSelect={(event) => caret !== null && setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          onKeyDown={onKeyDown}
        />
        {isOpen && (
          <CompletionList
            id={listId}
            label="Completions"
            keyOf={({ kind, text }) => `${kind} ${text}`}
            onChoose={choose}
            isCode
            {...{ options, chosen }}
          />
        )}
      </div>
    </div>
  );
}

const restMs = 500;
/** Characters on either side of what is marked: the place is in sight, however long the filter is. */
const besideMark = 60;

/** What is wrong with the filter, marked in it, with the suggestion as a button. */
export function FilterProblems({
  onFix,
  ...given
}: {
  filter: string;
  problems: readonly QueryProblem[];
  onFix: (filter: string) => void;
}) {
  // The table does not jump with every key that is pressed.
  const { filter, problems } = useSettled(given, restMs);
  if (problems.length === 0) return null;
  return (
    <div className={styles.filterProblems} role="alert">
      {problems.map((problem) => {
        const { start, end, message, fix, severity } = problem;
        const after = Math.max(end, start + 1);
        return (
          <div key={`${start} ${message}`} className={styles.filterProblem}>
            <code className={styles.filterText}>
              {start > besideMark && '…'}
              {filter.slice(Math.max(0, start - besideMark), start)}
              <mark className={classNames(styles.filterPlace, severity === 'doubt' && styles.filterDoubt)}>
                {filter.slice(start, after) || ' '}
              </mark>
              {filter.slice(after, after + besideMark)}
              {filter.length > after + besideMark && '…'}
            </code>
            <Text tone={severity === 'error' ? 'bad' : 'warning'} size="small" selectable>
              {message}
            </Text>
            {fix !== undefined && (
              <Button size="small" onClick={() => onFix(applyFix(filter, fix))}>
                {fix.text.trim() === '' ? 'Remove it' : `Write ${fix.text.trim()}`}
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}

const chipsIn = (filter: string) => {
  try {
    return chipsOf(parseQuery(filter));
  } catch {
    return [];
  }
};

/** A list of chosen runs has tens of thousands of characters. */
const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** The conditions of the filter one by one, each to be taken away. */
export function FilterChips({ filter, onChange }: { filter: string; onChange: (filter: string) => void }) {
  const chips = useMemo(() => chipsIn(filter), [filter]);
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Conditions of the filter">
      {chips.map((chip, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same condition may stand there twice
        <li key={`${index} ${chip.text}`} className={styles.chip}>
          <span className={styles.chipText} title={shortened(chip.text)}>
            {chip.kind === 'condition' ? (
              <>
                <strong>{chip.label}</strong> {chip.operator} {chip.valueText}
              </>
            ) : (
              chip.text
            )}
          </span>
          <IconButton
            size="small"
            label={`Remove ${shortened(chip.text)}`}
            icon={<X size={12} />}
            onClick={() => onChange(textOfChips(chips.toSpliced(index, 1)))}
          />
        </li>
      ))}
    </ul>
  );
}
