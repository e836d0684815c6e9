import { metricsByImportance, resultMetrics } from '../../../shared/model/metric-order.ts';
import type { ChartColumn } from './chart-runs.ts';

interface ColumnOption {
  value: string;
  label: string;
}

const optionOf = ({ key, label, of }: ChartColumn): ColumnOption => ({
  value: key,
  label: of === 'tag' ? `${label} (tag)` : label,
});

const isOf =
  (...kinds: readonly ChartColumn['of'][]) =>
  ({ of }: ChartColumn) =>
    kinds.includes(of);
const varies = ({ distinct }: ChartColumn) => distinct > 1;

/** Names of metrics, what one looks at first before the others. */
export const metricNames = (columns: readonly ChartColumn[]): string[] =>
  metricsByImportance(columns.filter(isOf('metric')).map(({ label }) => label));

/**
 * Metrics to begin with: results that most of the runs have and differ in, then whatever else they have and differ in, then the rest.
 */
export const metricsToBegin = (columns: readonly ChartColumn[], runs: number): string[] => {
  const isTelling = new Map(
    columns
      .filter(isOf('metric'))
      .map((column) => [column.label, column.present * 2 >= runs && varies(column)]),
  );
  const names = metricNames(columns);
  const results = new Set(resultMetrics(names));
  const rank = (name: string) => (isTelling.get(name) !== true ? 2 : results.has(name) ? 0 : 1);
  return names.toSorted((one, other) => rank(one) - rank(other));
};

/** Parameters that are numbers, to begin with: those that most runs have. */
export const parametersToBegin = (columns: readonly ChartColumn[]): string[] =>
  columns
    .filter(isOf('parameter'))
    .filter(varies)
    .filter(({ kind }) => kind === 'number')
    .toSorted((one, other) => other.present - one.present)
    .map(({ key }) => key);

const metricColumns = (columns: readonly ChartColumn[]): ChartColumn[] => {
  const byName = new Map(columns.filter(isOf('metric')).map((column) => [column.label, column]));
  return metricNames(columns).flatMap((name) => byName.get(name) ?? []);
};

/** What numbers can be made of, the metrics first. */
export const numberColumns = (columns: readonly ChartColumn[]): ColumnOption[] =>
  [
    ...metricColumns(columns),
    ...columns.filter(isOf('parameter')).filter(varies),
    ...columns.filter(isOf('fact')),
    ...columns.filter(isOf('tag')).filter(varies),
  ]
    .filter(({ kind }) => kind === 'number')
    .map(optionOf);

/** What points can be coloured by: all that is not the same for all. */
export const colorColumns = (columns: readonly ChartColumn[]): ColumnOption[] =>
  [...metricColumns(columns), ...columns.filter(isOf('parameter', 'fact', 'tag')).filter(varies)].map(
    optionOf,
  );

/** Axes to begin with: the parameters that vary, those with the fewest gaps first, and the metric. */
export const usualAxes = (columns: readonly ChartColumn[], metric: string, most: number): string[] => [
  ...columns
    .filter(isOf('parameter'))
    .filter(varies)
    .sort((one, other) => other.present - one.present)
    .slice(0, most - 1)
    .map(({ key }) => key),
  `metrics.${metric}`,
];

/** What puts runs into groups: what differs, and does so more rarely than the runs themselves. The fewest groups first. */
export const groupColumns = (columns: readonly ChartColumn[], runs: number): ColumnOption[] =>
  columns
    .filter(isOf('parameter', 'fact', 'tag'))
    .filter(({ key }) => key !== 'duration' && key !== 'started')
    .map((column) => ({ column, groups: column.distinct + (column.present < runs ? 1 : 0) }))
    .filter(({ groups }) => groups > 1 && groups < runs)
    .sort((one, other) => one.groups - other.groups)
    .map(({ column }) => optionOf(column));

/** All parameters that differ but for those that say which repetition a run is: runs that agree in them are one configuration. */
export const configurationColumns = (columns: readonly ChartColumn[]): string[] => {
  const parameters = columns.filter(isOf('parameter')).filter(varies);
  const choices = parameters.filter(({ label }) => !isRepetition(label));
  return choices.length > 1 && choices.length < parameters.length ? choices.map(({ key }) => key) : [];
};

/** What can match runs of two groups: the same seed or fold in each. */
export const pairColumns = (columns: readonly ChartColumn[]): ColumnOption[] =>
  columns.filter(isOf('parameter')).filter(varies).map(optionOf);

/** A parameter that says which repetition a run is makes no groups of interest. */
export const isRepetition = (column: string): boolean => /seed|fold|repeat/i.test(column);
