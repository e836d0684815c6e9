import { useState } from 'react';
import { Button, countOf, FilterField, formatNumber, Inline, seriesColor, Text } from '../../ui/index.ts';
import type { NamedRun } from './named-run.ts';
import styles from './runs.module.css';

/** More entries than these are found by their names. */
const mostEntries = 200;

interface RunLegendProps {
  /** Those that are drawn, unless they are hidden. */
  runs: readonly NamedRun[];
  /** How many there are. */
  total: number;
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  onPoint: (id: string | null) => void;
}

function Entry({
  run,
  hidden,
  onHidden,
  onPoint,
  all,
}: Omit<RunLegendProps, 'runs' | 'total'> & { run: NamedRun; all: readonly NamedRun[] }) {
  const isShown = !hidden.has(run.id);
  const toggle = () => {
    const next = new Set(hidden);
    if (!next.delete(run.id)) next.add(run.id);
    onHidden(next);
  };
  return (
    <li
      className={styles.legendEntry}
      onPointerEnter={() => onPoint(run.id)}
      onPointerLeave={() => onPoint(null)}
      onFocus={() => onPoint(run.id)}
      onBlur={() => onPoint(null)}
    >
      <button
        type="button"
        className={styles.legendName}
        aria-pressed={isShown}
        title={isShown ? `Hide ${run.name}` : `Show ${run.name}`}
        onClick={toggle}
      >
        <span
          className={styles.swatch}
          style={{ background: isShown ? seriesColor(run.id) : 'var(--border)' }}
        />
        <span className={styles.legendText}>{run.name}</span>
      </button>
      <Button
        size="small"
        variant="quiet"
        className={styles.legendOnly}
        aria-label={`Show only ${run.name}`}
        onClick={() => onHidden(new Set(all.filter(({ id }) => id !== run.id).map(({ id }) => id)))}
      >
        Only
      </Button>
    </li>
  );
}

/** The runs of all charts below: each can be found, hidden, shown alone, and stands out while it is pointed at. */
export function RunLegend({ runs, total, hidden, onHidden, onPoint }: RunLegendProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = wanted === '' ? runs : runs.filter(({ name }) => name.toLowerCase().includes(wanted));
  const hideAll = () => onHidden(new Set([...hidden, ...found.map(({ id }) => id)]));
  const showAll = () => {
    const ids = new Set(found.map(({ id }) => id));
    onHidden(new Set([...hidden].filter((id) => !ids.has(id))));
  };
  return (
    <section aria-label="Runs of the charts" className={styles.legend}>
      <Inline>
        <FilterField label="Find a run" placeholder="Find a run" value={search} onChange={setSearch} />
        <Button size="small" onClick={showAll}>
          Show {wanted === '' ? 'all' : 'these'}
        </Button>
        <Button size="small" onClick={hideAll}>
          Hide {wanted === '' ? 'all' : 'these'}
        </Button>
        <Text tone="muted">
          {formatNumber(runs.length - hidden.size)} of {countOf(total, 'run')} shown
        </Text>
      </Inline>
      <ul className={styles.legendList}>
        {found.slice(0, mostEntries).map((run) => (
          <Entry key={run.id} {...{ run, hidden, onHidden, onPoint }} all={runs} />
        ))}
        {found.length === 0 && (
          <li>
            <Text tone="muted">
              {total > runs.length
                ? `No run of this name among the first ${formatNumber(runs.length)}, which are drawn.`
                : 'No run of this name.'}
            </Text>
          </li>
        )}
        {found.length > mostEntries && (
          <li>
            <Text tone="muted">and {found.length - mostEntries} more: find them by name</Text>
          </li>
        )}
      </ul>
    </section>
  );
}
