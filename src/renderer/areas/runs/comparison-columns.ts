import { metricsByImportance } from '../../../shared/model/metric-order.ts';
import type { Comparison } from './comparison-markdown.ts';

interface ColumnOption {
  value: string;
  label: string;
}

const optionsOf = (kind: 'metrics' | 'params' | 'tags', names: readonly string[]): ColumnOption[] =>
  names.map((name) => ({ value: `${kind}.${name}`, label: name }));

export const metricNames = ({ metrics }: Comparison): string[] =>
  metricsByImportance(metrics.map(({ name }) => name));

/** What numbers can be made of, the metrics first. */
export const numberColumns = (comparison: Comparison): ColumnOption[] => [
  ...optionsOf('metrics', metricNames(comparison)),
  ...optionsOf(
    'params',
    comparison.parameters.filter(({ differs }) => differs).map(({ name }) => name),
  ),
  { value: 'duration', label: 'duration, seconds' },
  { value: 'started', label: 'start' },
];

/** What puts runs into groups: what differs, and does so more rarely than the runs themselves. The fewest groups first. */
export function groupColumns({ parameters, facts, runs }: Comparison): ColumnOption[] {
  const tags = [...new Set(runs.flatMap((run) => Object.keys(run.tags)))].map((name) => ({
    name,
    values: runs.map((run) => run.tags[name] ?? null),
  }));
  return [
    ...parameters.map(({ name, values }) => ({ value: `params.${name}`, label: name, values })),
    ...facts
      .filter(({ name }) => name !== 'duration')
      .map(({ name, values }) => ({ value: name, label: name, values })),
    ...tags.map(({ name, values }) => ({ value: `tags.${name}`, label: name, values })),
  ]
    .map(({ value, label, values }) => ({ value, label, groups: new Set(values).size }))
    .filter(({ groups }) => groups > 1 && groups < runs.length)
    .sort((one, other) => one.groups - other.groups)
    .map(({ value, label }) => ({ value, label }));
}

/** What can match runs of two groups: the same seed or fold in each. */
export const pairColumns = ({ parameters }: Comparison): ColumnOption[] =>
  optionsOf(
    'params',
    parameters.filter(({ differs }) => differs).map(({ name }) => name),
  );

/** A parameter that says which repetition a run is makes no groups of interest. */
export const isRepetition = (column: string): boolean => /seed|fold|repeat/i.test(column);
