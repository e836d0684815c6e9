import type { ProjectStatus } from '../../../shared/model/project.ts';
import { navigate } from '../../app/index.ts';
import {
  Button,
  EmptyState,
  type Meaning,
  NumberCell,
  Panel,
  RelativeTime,
  Sparkline,
  StatusDot,
} from '../../ui/index.ts';
import styles from './overview.module.css';

type Run = ProjectStatus['lastRuns'][number];

const meanings: Record<string, Meaning> = {
  finished: 'good',
  running: 'info',
  failed: 'bad',
  killed: 'warning',
};
const listed = 4;

/** The metric that most of the last runs have, oldest first; runs without it are left out, for their scale is another. */
export function trendOf(runs: readonly Run[]): { name: string; values: number[] } | null {
  const counts = new Map<string, number>();
  for (const { metric } of runs)
    if (metric !== null) counts.set(metric.name, (counts.get(metric.name) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (most === undefined) return null;
  const [name] = most;
  const values = runs.flatMap(({ metric }) => (metric?.name === name ? [metric.value] : [])).reverse();
  return { name, values };
}

/** What ran last, and whether it gets better. */
export function LastRunsPanel({ runs }: { runs: readonly Run[] }) {
  const trend = trendOf(runs);
  return (
    <Panel
      title="Last runs"
      flush
      actions={
        <Button size="small" variant="quiet" onClick={() => navigate({ area: 'runs' })}>
          All
        </Button>
      }
    >
      {runs.length === 0 && (
        <EmptyState
          text="A run is one training, with everything it depended on."
          action={{ label: 'Train a model', onClick: () => navigate({ area: 'train' }) }}
        />
      )}
      {trend !== null && trend.values.length > 1 && (
        <div className={styles.trend}>
          <span className={styles.faint}>
            {trend.name}, last {trend.values.length} runs
          </span>
          <Sparkline values={trend.values} label={trend.name} width={160} height={28} />
        </div>
      )}
      {runs.slice(0, listed).map((run) => (
        <button
          key={run.id}
          type="button"
          className={styles.row}
          onClick={() => navigate({ area: 'runs', id: run.id })}
        >
          <span className={styles.rowMain}>
            <StatusDot meaning={meanings[run.status] ?? 'neutral'} live={run.status === 'running'}>
              <span className={styles.name}>{run.name}</span>
            </StatusDot>
            <span className={styles.faint}>{run.status === 'finished' ? '' : run.status}</span>
          </span>
          <span className={styles.figure}>
            {run.metric !== null && <NumberCell value={run.metric.value} source={run.metric.name} />}
            <span className={styles.faint}>
              {run.metric !== null && `${run.metric.name} · `}
              <RelativeTime atMs={run.startedAtMs} />
            </span>
          </span>
        </button>
      ))}
    </Panel>
  );
}
