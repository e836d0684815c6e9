import type { Entries } from '../../../ports/foreign-runs.ts';

/** Fields of runs before MLflow 1.0 that have been tags since. */
const tagOfField = [
  ['source_name', 'mlflow.source.name'],
  ['source_version', 'mlflow.source.git.commit'],
  ['entry_point_name', 'mlflow.project.entryPoint'],
] as const;

/** The tags, and those that a run of MLflow before 1.0 has as fields. */
export const addLegacySource = (tags: Entries, field: (name: string) => string | null): Entries => {
  const added = tagOfField.flatMap(([name, tag]) => {
    const value = field(name);
    return value && !tags.some(([key]) => key === tag) ? [[tag, value] as const] : [];
  });
  return added.length === 0 ? tags : [...tags, ...added];
};
