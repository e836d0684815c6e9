import { CircleCheck, CircleMinus, Equal, Trophy } from 'lucide-react';
import { metricText } from '../../../shared/model/column-text.ts';
import { comparedTexts, dataCaution, type TextRow } from '../../../shared/model/comparison/compared-runs.ts';
import { deltaText } from '../../../shared/model/comparison/delta-text.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import { packageChange } from '../../../shared/model/run-environment.ts';
import { Button, classNames, NumberCell, Text } from '../../ui/index.ts';
import type { Comparison } from './comparison-csv.ts';
import { GoalMenu } from './goal-menu.tsx';
import { RunName } from './run-name.tsx';
import styles from './runs.module.css';
import { openRun } from './use-run-actions.ts';

type Metric = Comparison['metrics'][number];

/** A sign and a word for each judgement against the first run; the accent is for the better one only. */
function Judged({ metric, index }: { metric: Metric; index: number }) {
  const value = metric.values[index];
  if (value === null || value === undefined) return <Text tone="muted">–</Text>;
  if (typeof value === 'string')
    return (
      <Text tone="warning">
        <span title={`The value is ${value}`}>{metricText(Number(value))}</span>
      </Text>
    );
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
      <NumberCell value={value} keepZeros />
      {index > 0 && delta !== null && delta !== undefined && (
        <span className={styles.delta}>
          {deltaText(delta, metric.values[0])} {judgement === 'unjudged' ? '' : judgement}
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

/** What became of a package from the first run to another, in a word. */
function ChangeWord({ row, index, known }: { row: TextRow; index: number; known: readonly boolean[] }) {
  const change =
    index > 0 && known[0] === true && known[index] === true
      ? packageChange(row.values[0], row.values[index])
      : null;
  return change === null ? null : <span className={styles.delta}> {change}</span>;
}

function TextLine({
  row,
  ids,
  known,
}: {
  row: TextRow;
  ids: readonly string[];
  known: readonly boolean[] | undefined;
}) {
  return (
    <tr className={row.differs ? undefined : styles.sameRow}>
      <th scope="row">{row.name}</th>
      {ids.map((id, index) => (
        <td
          key={id}
          title={row.values[index] ?? (known?.[index] === true ? 'not among its packages' : 'not recorded')}
        >
          {row.values[index] ?? <Text tone="muted">–</Text>}
          {known !== undefined && <ChangeWord {...{ row, index, known }} />}
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
          <span className={styles.rowName} title={metric.name}>
            {metric.name}
          </span>
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

function TableHead({ runs }: { runs: Comparison['runs'] }) {
  return (
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
  );
}

interface TablePart {
  kind: ReturnType<typeof comparedTexts>[number]['kind'];
  title: string;
  rows: readonly TextRow[];
  /** Of packages: which runs left a list of theirs. What was added, removed or changed since the first run is said of these. */
  known?: readonly boolean[];
}

const shownOf = <Row extends { differs: boolean }>(rows: readonly Row[], onlyDifferences: boolean) =>
  rows.filter(({ differs }) => differs || !onlyDifferences);

function TextPart({
  part: { title, rows, known },
  ids,
  onlyDifferences,
}: {
  part: TablePart;
  ids: readonly string[];
  onlyDifferences: boolean;
}) {
  if (rows.length === 0) return null;
  const shown = shownOf(rows, onlyDifferences);
  return (
    <>
      <Section title={title} hidden={rows.length - shown.length} columns={ids.length} />
      {shown.map((row) => (
        <TextLine key={row.name} row={row} ids={ids} known={known} />
      ))}
    </>
  );
}

/** A column a run, and rows of texts. */
export function TextRows({
  comparison: { runs },
  parts,
  onlyDifferences,
}: {
  comparison: Comparison;
  parts: readonly TablePart[];
  onlyDifferences: boolean;
}) {
  const ids = runs.map(({ id }) => id);
  if (parts.every(({ rows }) => rows.length === 0))
    return <p className={styles.padded}>Nothing was recorded of either.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={parts.map(({ title }) => title).join(', ')}>
      <table className={styles.compare}>
        <TableHead runs={runs} />
        <tbody>
          {parts.map((part) => (
            <TextPart key={part.title} {...{ part, ids, onlyDifferences }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const partsOf = (comparison: Comparison): TablePart[] =>
  comparedTexts(comparison).map(({ kind, title, rows }) => ({
    ...{ kind, title, rows },
    ...(kind === 'package' && { known: comparison.packagesKnown }),
  }));

/** With which code, on what and with which packages. */
export const originParts = (comparison: Comparison): TablePart[] =>
  partsOf(comparison).filter(({ kind }) => kind === 'code' || kind === 'machine' || kind === 'package');

/** A column a run: metrics, and then everything that is text. */
export function ComparisonTable({
  comparison,
  onlyDifferences,
}: {
  comparison: Comparison;
  onlyDifferences: boolean;
}) {
  const { runs } = comparison;
  const metrics = ordered(comparison.metrics);
  const ids = runs.map(({ id }) => id);
  const shownMetrics = shownOf(metrics, onlyDifferences);
  const parts = partsOf(comparison);
  const caution = dataCaution(comparison);
  return (
    <>
      {caution !== null && shownMetrics.length > 0 && (
        <div className={styles.caution}>
          <Text tone="warning">{caution}</Text>
        </div>
      )}
      <table className={styles.compare}>
        <TableHead runs={runs} />
        <tbody>
          {metrics.length > 0 && (
            <Section title="Metrics" hidden={metrics.length - shownMetrics.length} columns={runs.length} />
          )}
          {shownMetrics.map((metric) => (
            <MetricLine key={metric.name} metric={metric} ids={ids} />
          ))}
          {parts.map((part) => (
            <TextPart key={part.title} {...{ part, ids, onlyDifferences }} />
          ))}
        </tbody>
      </table>
    </>
  );
}
