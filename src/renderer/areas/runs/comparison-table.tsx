import { CircleCheck, CircleMinus, Equal, Trophy } from 'lucide-react';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import { Button, classNames, formatDelta, NumberCell, Text } from '../../ui/index.ts';
import type { Comparison } from './comparison-markdown.ts';
import { GoalMenu } from './goal-menu.tsx';
import { RunName } from './run-name.tsx';
import styles from './runs.module.css';
import { openRun } from './use-run-actions.ts';

type Metric = Comparison['metrics'][number];
type TextRow = Comparison['parameters'][number];

/** A sign and a word for each judgement against the first run; the accent is for the better one only. */
function Judged({ metric, index }: { metric: Metric; index: number }) {
  const value = metric.values[index];
  if (value === null || value === undefined) return <Text tone="muted">–</Text>;
  const judgement = metric.judgements[index];
  const delta = metric.deltas[index];
  const isBest = metric.best.includes(index);
  return (
    <span
      className={classNames(
        styles.compared,
        (isBest || (index > 0 && judgement === 'better')) && styles.better,
        judgement === 'worse' && styles.worse,
      )}
    >
      <NumberCell value={value} />
      {index > 0 && delta !== null && delta !== undefined && (
        <span className={styles.delta}>
          {formatDelta(delta)} {judgement === 'unjudged' ? '' : judgement}
        </span>
      )}
      {index > 0 && judgement === 'same' && <Equal size={12} aria-hidden />}
      {index > 0 && judgement === 'better' && <CircleCheck size={12} aria-hidden />}
      {index > 0 && judgement === 'worse' && <CircleMinus size={12} aria-hidden />}
      {isBest && <Trophy size={12} aria-label="best of all" />}
    </span>
  );
}

function Section({ title, hidden, columns }: { title: string; hidden: number; columns: number }) {
  return (
    <tr className={styles.section}>
      <th scope="colgroup">{title}</th>
      <td colSpan={columns}>
        {hidden > 0 && (
          <Text tone="muted" size="small">
            {hidden} the same in all runs
          </Text>
        )}
      </td>
    </tr>
  );
}

function TextLine({ row, ids }: { row: TextRow; ids: readonly string[] }) {
  return (
    <tr className={row.differs ? undefined : styles.sameRow}>
      <th scope="row">{row.name}</th>
      {ids.map((id, index) => (
        <td key={id} title={row.values[index] ?? 'not recorded'}>
          {row.values[index] ?? <Text tone="muted">–</Text>}
        </td>
      ))}
    </tr>
  );
}

function MetricLine({ metric, ids }: { metric: Metric; ids: readonly string[] }) {
  return (
    <tr className={metric.differs ? undefined : styles.sameRow}>
      <th scope="row">
        <span className={styles.rowHead}>
          <span className={styles.rowName}>{metric.name}</span>
          <GoalMenu metric={metric.name} goal={metric.goal} />
        </span>
      </th>
      {ids.map((id, index) => (
        <td key={id}>
          <Judged metric={metric} index={index} />
        </td>
      ))}
    </tr>
  );
}

/** What differs stays first; within that, what one looks at first. */
function ordered(metrics: readonly Metric[]): Metric[] {
  const places = new Map(
    metricsByImportance(metrics.map(({ name }) => name)).map((name, place) => [name, place]),
  );
  return [...metrics].sort(
    (one, other) =>
      Number(other.differs) - Number(one.differs) ||
      (places.get(one.name) ?? 0) - (places.get(other.name) ?? 0),
  );
}

/** A column a run: metrics, then parameters, then facts. */
export function ComparisonTable({
  comparison,
  onlyDifferences,
}: {
  comparison: Comparison;
  onlyDifferences: boolean;
}) {
  const { runs, parameters, facts } = comparison;
  const metrics = ordered(comparison.metrics);
  const ids = runs.map(({ id }) => id);
  const shown = <Row extends { differs: boolean }>(rows: readonly Row[]) =>
    rows.filter(({ differs }) => differs || !onlyDifferences);
  const section = (title: string, rows: readonly { differs: boolean }[]) =>
    rows.length > 0 && (
      <Section title={title} hidden={rows.length - shown(rows).length} columns={runs.length} />
    );
  return (
    <table className={styles.compare}>
      <thead>
        <tr>
          <th scope="col">run</th>
          {runs.map(({ id, name }, index) => (
            <th key={id} scope="col">
              <Button size="small" variant="quiet" onClick={() => openRun(id)}>
                <RunName id={id} name={name} />
                {index === 0 && <Text tone="muted"> (compared with)</Text>}
              </Button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {section('Metrics', metrics)}
        {shown(metrics).map((metric) => (
          <MetricLine key={metric.name} metric={metric} ids={ids} />
        ))}
        {section('Parameters', parameters)}
        {shown(parameters).map((row) => (
          <TextLine key={row.name} row={row} ids={ids} />
        ))}
        {section('Facts', facts)}
        {shown(facts).map((row) => (
          <TextLine key={row.name} row={row} ids={ids} />
        ))}
      </tbody>
    </table>
  );
}
