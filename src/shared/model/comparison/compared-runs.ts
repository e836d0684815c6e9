import type { MetricGoal } from '../metric-goal.ts';
import type { RunDetail } from '../run.ts';

/** One value a run, in the order of the runs. */
export interface TextRow {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

export interface MetricRow {
  readonly name: string;
  readonly goal: MetricGoal | null;
  readonly values: readonly (number | string | null)[];
  readonly deltas: readonly (number | null)[];
  /** Positions of the best runs. */
  readonly best: readonly number[];
  readonly differs: boolean;
}

/** What `runs.compare` answers, as far as texts are made of it. */
export interface ComparedRuns {
  readonly runs: readonly { readonly name: string }[];
  readonly metrics: readonly MetricRow[];
  readonly parameters: readonly TextRow[];
  readonly tags: readonly TextRow[];
  readonly datasets: readonly (readonly RunDetail['datasets'][number][])[];
  readonly facts: readonly TextRow[];
  readonly code: readonly TextRow[];
  readonly environment: readonly TextRow[];
  readonly packages: readonly TextRow[];
}

/** The datasets of runs by what they were for, with the beginning of their digests. */
export function datasetRows({ datasets }: Pick<ComparedRuns, 'datasets'>): TextRow[] {
  const roles = [...new Set(datasets.flatMap((each) => each.map(({ role }) => role)))];
  return roles.map((role) => {
    const values = datasets.map((each) => {
      const found = each.filter((dataset) => dataset.role === role);
      return found.length === 0
        ? null
        : found
            .map(
              ({ name, version, digest }) =>
                `${name}${version === null ? '' : `@${version}`} ${digest.slice(0, 8)}`,
            )
            .join(', ');
    });
    return { name: `${role} data`, values, differs: new Set(values).size > 1 };
  });
}

/** What a reader must know before one run is called better than another; null where all data that is known is the same. */
export function dataCaution(compared: Pick<ComparedRuns, 'datasets'>): string | null {
  const different = datasetRows(compared).filter(
    ({ values }) => new Set(values.filter((value) => value !== null)).size > 1,
  );
  if (different.length === 0) return null;
  return `These runs had different ${different.map(({ name }) => name).join(' and ')}: what is better or worse may come of the data.`;
}

/** Everything but the metrics, in the order in which one reads it. */
export const comparedTexts = (compared: ComparedRuns) =>
  [
    { kind: 'parameter', title: 'Parameters', rows: compared.parameters },
    { kind: 'tag', title: 'Tags', rows: compared.tags },
    { kind: 'data', title: 'Data', rows: datasetRows(compared) },
    { kind: 'fact', title: 'Facts', rows: compared.facts },
    { kind: 'code', title: 'Code', rows: compared.code },
    { kind: 'machine', title: 'Machine', rows: compared.environment },
    { kind: 'package', title: 'Packages', rows: compared.packages },
  ] as const satisfies readonly { kind: string; title: string; rows: readonly TextRow[] }[];
