import type { CommandOutput } from '../../../shared/contract/index.ts';
import { loggedNumber } from '../../../shared/model/logged-number.ts';
import type { ColumnValue } from '../../../shared/model/run.ts';
import { readRunColumn } from '../../../shared/model/run-column.ts';
import type { ChildAggregate, ViewColumn } from '../../../shared/model/run-view.ts';
import { printKey } from '../../../shared/query/print.ts';
import {
  Badge,
  type ColumnKind,
  countOf,
  type DataColumn,
  formatBytes,
  formatColumnNumber,
  formatDuration,
  formatNumber,
  Inline,
  loadingCell,
  Text,
} from '../../ui/index.ts';
import { columnHint, columnTitle } from './column-title.ts';
import { DataName, shortDigest } from './data-name.tsx';
import { RunName } from './run-name.tsx';
import { RunStatusDot } from './run-status.tsx';
import styles from './runs.module.css';
import type { TableRow } from './table-row.ts';

type Keys = CommandOutput<'runs.keys'>;
type Best = CommandOutput<'runs.best'>['best'];

/** More are not shown until they are picked. */
const metricsAtFirst = 3;
const parametersAtFirst = 3;

/** What a table shows that nobody arranged: facts, the figures that matter, and by which parameters runs differ. */
export const usualColumns = (keys: Keys, { hasLinks }: { hasLinks: boolean }): ViewColumn[] =>
  [
    ...['name', 'status'],
    // Where everything is the project's own, it says nothing.
    ...(hasLinks ? ['source'] : []),
    ...keys.telling.metrics.slice(0, metricsAtFirst).map((name) => printKey({ entity: 'metric', name })),
    ...keys.telling.parameters
      .slice(0, parametersAtFirst)
      .map((name) => printKey({ entity: 'parameter', name })),
    ...['dataset', 'models', 'duration', 'start_time'],
  ].map((key) => (key === 'name' ? { key, pinned: true } : { key }));

const kinds: Readonly<Record<string, ColumnKind>> = {
  ...{ run_id: 'mono', parent_id: 'mono', commit: 'mono', parent: 'text' },
  ...{ start_time: 'time', end_time: 'time', duration: 'duration', seed: 'number', artifact_size: 'bytes' },
};
const widths: Readonly<Record<string, number>> = {
  ...{ name: 200, status: 96, dataset: 152, models: 128, duration: 88, start_time: 112, experiment: 128 },
  ...{ run_id: 272, parent_id: 272, note: 240, source: 128, script: 160, commit: 112 },
};

export interface ColumnSurroundings {
  keys: Keys;
  best: Best;
  groupBy: readonly string[];
  fromChildren: ChildAggregate | undefined;
}

/** The columns of a view, pinned ones first. */
export const runColumns = (
  columns: readonly ViewColumn[],
  surroundings: ColumnSurroundings,
): (DataColumn<TableRow> & { isPinned: boolean })[] =>
  [
    ...columns.filter(({ pinned }) => pinned === true),
    ...columns.filter(({ pinned }) => pinned !== true),
  ].map((column, index) => ({
    ...runColumn(column.key, surroundings, index === 0),
    ...(column.width !== undefined && { width: column.width }),
    isPinned: column.pinned === true,
  }));

const runColumn = (
  key: string,
  { keys, best, groupBy, fromChildren }: ColumnSurroundings,
  isFirst: boolean,
): DataColumn<TableRow> => {
  const { entity, name } = readRunColumn(key);
  const parameter = entity === 'parameter' ? keys.parameters.find((each) => each.name === name) : undefined;
  const kind =
    entity === 'metric' || parameter?.kind === 'number'
      ? 'number'
      : entity === 'attribute'
        ? kinds[name]
        : undefined;
  const goal = entity === 'metric' ? keys.metrics.find((metric) => metric.name === name)?.goal : null;
  return {
    id: key,
    header: columnTitle(key),
    hint: columnHint(key, goal),
    ...(kind !== undefined && { kind }),
    // Of groups a mean stands with its spread.
    width: entity === 'attribute' ? (widths[name] ?? 112) : groupBy.length > 0 ? 136 : 104,
    value: (row) => (row.kind === 'run' ? row.run.values[key] : undefined),
    cell: (row) => {
      if (row.kind === 'group') {
        if (isFirst) return <GroupLabel row={row} groupBy={groupBy} />;
        const place = groupBy.indexOf(key);
        // Its mean is asked for when the column comes into sight.
        if (place === -1 && !row.columns.includes(key)) return loadingCell;
        return <GroupCell row={row} column={key} kind={kind} place={place} />;
      }
      const ofChildren = row.run.fromChildren[key];
      if (ofChildren !== undefined) return <FromChildren {...ofChildren} how={fromChildren} />;
      if (entity === 'attribute') return factCell(name, row);
      if (entity === 'metric') return metricCell(row, key, best[key]);
      return parameter?.kind === 'number' ? numberText(row.run.values[key]) : undefined;
    },
  };
};

type RunTableRow = Extract<TableRow, { kind: 'run' }>;
type GroupTableRow = Extract<TableRow, { kind: 'group' }>;

const factCell = (name: string, { run }: RunTableRow) => {
  if (name === 'name')
    return (
      <>
        <RunName id={run.id} name={run.name} />
        {run.hiddenChildCount > 0 && <HiddenChildren count={run.hiddenChildCount} />}
      </>
    );
  if (name === 'status') return <RunStatusDot status={run.status} />;
  if (name === 'dataset' && run.dataset !== null && run.datasetDigest !== null)
    return <DataName name={run.dataset} digest={run.datasetDigest} />;
  const models = name === 'models' ? run.values.models : undefined;
  if (typeof models !== 'string') return undefined;
  return (
    <Inline>
      {models.split(', ').map((model) => (
        <Badge key={model} meaning="accent">
          {model}
        </Badge>
      ))}
    </Inline>
  );
};

function HiddenChildren({ count }: { count: number }) {
  return (
    <span data-hint={`${countOf(count, 'nested run')} of it ${count === 1 ? 'does' : 'do'} not match`}>
      {' '}
      <Text tone="muted" size="small">
        +{formatNumber(count)} hidden
      </Text>
    </span>
  );
}

const metricText = (value: ColumnValue): string => {
  const number = loggedNumber(value);
  return Number.isNaN(number) ? 'NaN' : formatColumnNumber(number);
};

const dataTitle = ({ dataset, datasetDigest }: RunTableRow['run']): string =>
  dataset === null ? 'data that were not recorded' : `${dataset} (${shortDigest(datasetDigest ?? '')})`;

const metricCell = ({ run }: RunTableRow, key: string, best: Best[string] | undefined) => {
  const value = run.values[key];
  if (value === undefined) return undefined;
  const isBest =
    best?.some(
      (one) => one.dataset === run.dataset && one.digest === run.datasetDigest && one.value === value,
    ) === true;
  if (!isBest) return { text: metricText(value), hint: String(loggedNumber(value)) };
  return (
    <span
      className={styles.best}
      data-hint={`${value}, the best of these runs on ${dataTitle(run)}. Bests are by data: runs on other data have one of their own.`}
    >
      <span className={styles.bestWord}>best</span> {metricText(value)}
    </span>
  );
};

/** A parameter that is a number stands with numbers, as it was written. */
const numberText = (value: ColumnValue | undefined) =>
  value === undefined ? undefined : { text: String(value), hint: String(value) };

const howWords: Readonly<Record<ChildAggregate, string>> = {
  mean: 'mean',
  best: 'best',
  min: 'least',
  max: 'greatest',
};

/** What stands for a run that has no value of its own, never to be taken for one. */
function FromChildren({
  value,
  runs,
  how,
}: {
  value: number;
  runs: number;
  how: ChildAggregate | undefined;
}) {
  const word = how === undefined ? '' : howWords[how];
  return (
    <span
      className={styles.fromChildren}
      data-hint={`${value}, the ${word} of ${countOf(runs, 'nested run')}; the run itself has no value`}
    >
      {word} {formatColumnNumber(value)}
    </span>
  );
}

function GroupLabel({ row: { group }, groupBy }: { row: GroupTableRow; groupBy: readonly string[] }) {
  const text = group.values.map((value) => (value === null ? 'none' : String(value))).join(' · ');
  return (
    <span
      className={styles.runName}
      data-hint={groupBy
        .map((key, index) => `${columnTitle(key)}: ${group.values[index] ?? 'none'}`)
        .join('\n')}
    >
      <span className={styles.runLabel}>
        <Text strong>{text}</Text>
      </span>
      <Text tone="muted">n = {formatNumber(group.runs)}</Text>
    </span>
  );
}

function GroupCell({
  row: { group },
  column,
  kind,
  place,
}: {
  row: GroupTableRow;
  column: string;
  kind: ColumnKind | undefined;
  place: number;
}) {
  if (place !== -1) return <span>{group.values[place] ?? 'none'}</span>;
  const mean = group.means[column];
  if (mean === undefined || kind === 'time') return <span />;
  const format = kind === 'duration' ? formatDuration : kind === 'bytes' ? formatBytes : formatColumnNumber;
  const { n, standardDeviation: spread } = mean;
  const which = n === group.runs ? countOf(n, 'run') : `${formatNumber(n)} of ${countOf(group.runs, 'run')}`;
  return (
    <span
      data-hint={`mean of ${which}: ${mean.mean}${spread === null ? '' : `, standard deviation ${spread}`} (n = ${n})`}
    >
      {format(mean.mean)}
      {spread !== null && (
        <Text tone="muted"> ± {kind === 'number' ? formatColumnNumber(spread, 2) : format(spread)}</Text>
      )}
    </span>
  );
}
