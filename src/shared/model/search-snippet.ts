import { mlflowText } from '../query/mlflow-text.ts';
import { parseQuery } from '../query/parse.ts';

export interface SearchedRuns {
  /** Of the tracking server; null while it is off. */
  readonly address: string | null;
  readonly experiment: string | null;
  /** null for runs that were chosen one by one. */
  readonly filter: string | null;
  /** The runs that were found, in their order: named one by one where MLflow's language cannot say the filter. */
  readonly ids: readonly string[];
}

const usualAddress = 'http://127.0.0.1:5000';

/** A text as Python writes it: JSON's rules are Python's, up to surrogates that nobody types. */
const python = (text: string): string => JSON.stringify(text);

const head = (address: string | null): string[] => [
  'import mlflow',
  '',
  ...(address === null ? ['# Switch the tracking server on first; this is where it usually is.'] : []),
  `mlflow.set_tracking_uri(${python(address ?? usualAddress)})`,
];

/** Python that gives the table's runs as a pandas frame, through MLflow's client and the tracking server. */
export function searchSnippet({ address, experiment, filter, ids }: SearchedRuns): string {
  const text = filter === null ? null : mlflowText(parseQuery(filter));
  if (text !== null)
    return [
      ...head(address),
      'runs = mlflow.search_runs(',
      experiment === null
        ? '    search_all_experiments=True,'
        : `    experiment_names=[${python(experiment)}],`,
      `    filter_string=${python(text)},`,
      '    max_results=100_000,',
      ')',
      'print(len(runs))',
      '',
    ].join('\n');
  return [
    ...head(address),
    ...(filter === null
      ? []
      : [
          `# The filter says more than MLflow’s language can: ${filter.replaceAll(/\s+/g, ' ')}`,
          '# These are the runs that it found, in the order of the table.',
        ]),
    'run_ids = [',
    ...ids.map((id) => `    ${python(id)},`),
    ']',
    'found = []',
    '# MLflow’s filters are of bounded length.',
    'for start in range(0, len(run_ids), 100):',
    '    names = ", ".join(f"\'{run_id}\'" for run_id in run_ids[start : start + 100])',
    '    found.append(',
    '        mlflow.search_runs(',
    '            search_all_experiments=True,',
    '            filter_string=f"attributes.run_id IN ({names})",',
    '        )',
    '    )',
    'import pandas',
    '',
    'runs = pandas.concat(found).set_index("run_id").loc[run_ids].reset_index()',
    'print(len(runs))',
    '',
  ].join('\n');
}
