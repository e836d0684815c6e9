import type { CommandOutput } from '../../../shared/contract/index.ts';
import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { RunRow } from '../../../shared/model/run.ts';
import { Badge, type DataColumn, formatColumnNumber, Inline } from '../../ui/index.ts';
import { metricNumber } from './metric-number.ts';
import { bestByDataset } from './ranking.ts';
import { RunName } from './run-name.tsx';
import { RunStatusDot } from './run-status.tsx';
import styles from './runs.module.css';

type RunList = CommandOutput<'runs.list'>;

/** More metric and parameter columns than this stay in the column menu until they are picked. */
const metricsAtFirst = 3;
const commonParameters = new Set(['learner', 'model', 'algorithm']);

const numberOrText = (text: string | undefined) =>
  text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);

function metricColumns({ keys, goals, runs }: RunList): DataColumn<RunRow>[] {
  return metricsByImportance(keys.metrics).map((name, index) => {
    const goal = goals[name] ?? null;
    const best = bestByDataset(
      runs.map(({ dataset, metrics }) => ({ dataset, value: metricNumber(metrics[name]) })),
      goal,
    );
    return {
      id: `metrics.${name}`,
      header: name,
      kind: 'number',
      width: 104,
      hiddenAtFirst: index >= metricsAtFirst,
      hint:
        goal === null
          ? undefined
          : goal === 'maximize'
            ? `${name}: more is better`
            : `${name}: less is better`,
      value: ({ metrics }) => metricNumber(metrics[name]),
      ...(best.size > 0 && {
        cell: ({ dataset, metrics }: RunRow) => {
          const value = metricNumber(metrics[name]);
          if (value !== best.get(dataset)) return undefined;
          return (
            <span
              className={styles.best}
              title={`${value}, the best of these runs on ${dataset ?? 'data that were not recorded'}`}
            >
              <span className={styles.bestWord}>best</span> {formatColumnNumber(value)}
            </span>
          );
        },
      }),
    };
  });
}

const parameterColumns = ({ keys }: RunList): DataColumn<RunRow>[] =>
  keys.parameters.map((name) => ({
    id: `params.${name}`,
    header: name,
    width: 104,
    hiddenAtFirst: !commonParameters.has(name),
    hint: `parameter ${name}`,
    value: ({ parameters }) => numberOrText(parameters[name]),
    cell: ({ parameters }) => parameters[name],
  }));

const tagColumns = ({ keys }: RunList): DataColumn<RunRow>[] =>
  keys.tags.map((name) => ({
    id: `tags.${name}`,
    header: name,
    width: 112,
    hiddenAtFirst: true,
    hint: `tag ${name}`,
    value: ({ tags }) => tags[name],
  }));

const nameColumn: DataColumn<RunRow> = {
  id: 'name',
  header: 'name',
  width: 168,
  value: ({ name }) => name,
  cell: ({ id, name }) => <RunName id={id} name={name} />,
};

const statusColumn: DataColumn<RunRow> = {
  id: 'status',
  header: 'status',
  width: 96,
  value: ({ status }) => status,
  cell: ({ status }) => <RunStatusDot status={status} />,
};

const factColumns: DataColumn<RunRow>[] = [
  { id: 'dataset', header: 'data', width: 120, value: ({ dataset }) => dataset },
  {
    id: 'models',
    header: 'registered as',
    width: 128,
    value: ({ models }) => models.join(', ') || null,
    cell: ({ models }) =>
      models.length === 0 ? undefined : (
        <Inline>
          {models.map((model) => (
            <Badge key={model} meaning="accent">
              {model}
            </Badge>
          ))}
        </Inline>
      ),
  },
  { id: 'duration', header: 'duration', kind: 'duration', width: 88, value: ({ durationMs }) => durationMs },
  { id: 'started', header: 'started', kind: 'time', width: 112, value: ({ startedAtMs }) => startedAtMs },
  {
    id: 'experiment',
    header: 'experiment',
    width: 128,
    hiddenAtFirst: true,
    value: ({ experiment }) => experiment,
  },
  { id: 'id', header: 'id', kind: 'mono', width: 272, hiddenAtFirst: true, value: ({ id }) => id },
];

/** Facts, metrics, parameters and tags; the held-out figures and what tells learners apart are shown at first. */
export function runColumns(list: RunList): DataColumn<RunRow>[] {
  return [
    nameColumn,
    statusColumn,
    ...metricColumns(list),
    ...parameterColumns(list),
    ...factColumns,
    ...tagColumns(list),
  ];
}
