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

/** What puts runs into groups: what differs, and does so more rarely than the runs themselves. */
export function groupColumns({ parameters, facts, runs }: Comparison): ColumnOption[] {
  const repeats = (values: readonly unknown[]) => new Set(values).size < runs.length;
  const tags = [...new Set(runs.flatMap((run) => Object.keys(run.tags)))].filter(
    (tag) => new Set(runs.map((run) => run.tags[tag])).size > 1 && repeats(runs.map((run) => run.tags[tag])),
  );
  return [
    ...optionsOf(
      'params',
      parameters.filter(({ differs, values }) => differs && repeats(values)).map(({ name }) => name),
    ),
    ...facts
      .filter(({ name, differs, values }) => differs && name !== 'duration' && repeats(values))
      .map(({ name }) => ({ value: name, label: name })),
    ...optionsOf('tags', tags),
  ];
}

/** What can match runs of two groups: the same seed or fold in each. */
export const pairColumns = ({ parameters }: Comparison): ColumnOption[] =>
  optionsOf(
    'params',
    parameters.filter(({ differs }) => differs).map(({ name }) => name),
  );

/** A parameter that says which repetition a run is makes no groups of interest. */
export const isRepetition = (column: string): boolean => /seed|fold|repeat/i.test(column);
