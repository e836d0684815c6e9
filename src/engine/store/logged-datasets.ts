import type { Reader, Writer } from '../ports/store-handles.ts';

/** Datasets as MLflow's clients describe them. Names and digests are theirs; within an experiment they say which dataset it is. */
export interface LoggedDataset {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

/** The first description of a dataset stays. Answers its number. */
const datasetNumber = (writer: Writer, experimentId: number, dataset: LoggedDataset): number => {
  const { name, digest } = dataset;
  const known = writer.get<{ id: number }>(
    'SELECT id FROM logged_datasets WHERE experiment_id = ? AND name = ? AND digest = ?',
    [experimentId, name, digest],
  );
  return (
    known?.id ??
    writer.run(
      `INSERT INTO logged_datasets (experiment_id, name, digest, source_type, source, schema, profile) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [experimentId, name, digest, dataset.sourceType, dataset.source, dataset.schema, dataset.profile],
    ).lastId
  );
};

/** Whether the run is known to have read the dataset as what the tags say. */
export const hasLoggedDataset = (
  reader: Reader,
  run: number,
  { name, digest }: Pick<LoggedDataset, 'name' | 'digest'>,
  tags: Readonly<Record<string, string>>,
): boolean =>
  reader.get('SELECT 1 FROM run_datasets WHERE run_number = ? AND role = ? AND name = ? AND digest = ?', [
    ...[run, roleIn(tags), name, digest],
  ]) !== undefined;

const roleIn = (tags: Readonly<Record<string, string>>): string => tags['mlflow.data.context'] ?? '';

/** The run read the dataset, as what its tag `mlflow.data.context` says. Said again with other tags, the first ones stay. */
export const linkLoggedDataset = (
  writer: Writer,
  run: { readonly number: number; readonly experiment_id: number },
  dataset: LoggedDataset,
  tags: Readonly<Record<string, string>>,
): void => {
  writer.run(
    `INSERT INTO run_datasets (run_number, role, name, digest, logged_dataset_id, tags_json) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET logged_dataset_id = excluded.logged_dataset_id, tags_json = excluded.tags_json
     WHERE logged_dataset_id IS NULL`,
    [
      run.number,
      roleIn(tags),
      dataset.name,
      dataset.digest,
      datasetNumber(writer, run.experiment_id, dataset),
      JSON.stringify(tags),
    ],
  );
};

/** What the active runs of some experiments read, each once with what it was used as. */
export const datasetSummaries = (
  reader: Reader,
  experimentIds: readonly number[],
): { experimentId: number; name: string; digest: string; context: string }[] =>
  reader.all(
    `SELECT DISTINCT runs.experiment_id AS experimentId, run_datasets.name, digest, role AS context
     FROM runs JOIN run_datasets ON run_number = runs.number
     WHERE runs.experiment_id IN (SELECT value FROM json_each(?)) AND runs.lifecycle_stage = 'active'
     ORDER BY 1, 2, 3, 4 LIMIT 1000`,
    [JSON.stringify(experimentIds)],
  );
