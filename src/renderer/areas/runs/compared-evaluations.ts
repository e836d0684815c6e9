import type { CommandOutput } from '../../../shared/contract/index.ts';

export type Evaluation = CommandOutput<'evaluations.list'>[number];

interface Known {
  readonly id: string;
}

/** The newest evaluation of each run on a dataset, in the order of the runs. */
export function evaluationsOn(
  evaluations: readonly Evaluation[],
  runs: readonly Known[],
  dataset: string,
): Evaluation[] {
  return runs.flatMap(({ id }) => {
    const own = evaluations.filter((each) => each.runId === id && each.dataset === dataset);
    return own.sort((one, other) => other.createdAtMs - one.createdAtMs).slice(0, 1);
  });
}

/** Datasets that these runs were evaluated on, that of most runs first. */
export function datasetsOf(
  evaluations: readonly Evaluation[],
  runs: readonly Known[],
): { dataset: string; runs: number }[] {
  const ids = new Set(runs.map(({ id }) => id));
  const byDataset = new Map<string, Set<string>>();
  for (const { dataset, runId } of evaluations)
    if (ids.has(runId)) byDataset.set(dataset, (byDataset.get(dataset) ?? new Set()).add(runId));
  return [...byDataset]
    .map(([dataset, each]) => ({ dataset, runs: each.size }))
    .sort((one, other) => other.runs - one.runs || one.dataset.localeCompare(other.dataset));
}
