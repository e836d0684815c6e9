import type { Reader } from '../ports/store-handles.ts';
import { tagSql } from './run-query.ts';

/** What runs were made with: code, machine, packages. */

export interface RunOrigin {
  readonly id: string;
  readonly codeJson: string | null;
  readonly environmentJson: string;
  /** Who knew the machine. */
  readonly recordedBy: 'training' | 'tracking-server' | 'nobody';
  /** As MLflow's clients tag them. */
  readonly taggedCommit: string | null;
  readonly taggedBranch: string | null;
  readonly taggedSource: string | null;
}

/** In the order they are named. */
export const runOriginsOf = (reader: Reader, runIds: readonly string[]): RunOrigin[] =>
  reader.all(
    `SELECT runs.id, code_json AS codeJson, environment_json AS environmentJson,
       CASE WHEN environment_json = '{}' THEN 'nobody' WHEN job_id IS NULL THEN 'tracking-server' ELSE 'training' END AS recordedBy,
       ${tagSql('mlflow.source.git.commit')} AS taggedCommit, ${tagSql('mlflow.source.git.branch')} AS taggedBranch,
       ${tagSql('mlflow.source.name')} AS taggedSource
     FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value ORDER BY wanted.key`,
    [JSON.stringify(runIds)],
  );

export interface EnvironmentFile {
  readonly id: string;
  readonly path: string;
  /** Null of one that stays in a linked source, where `linkedPlaceOf` of its owner finds it. */
  readonly digest: string | null;
  readonly sizeBytes: number;
  readonly ownerType: 'run' | 'logged-model';
  readonly ownerId: string;
}

const namesInModels = ['requirements.txt', 'python_env.yaml', 'conda.yaml'];
/** Of a run's own files, wherever they lie. */
const isEnvironmentFile = [...namesInModels, 'conda-environment.yaml', 'wandb-metadata.json']
  .map((name) => `path LIKE '%${name.replaceAll('_', '\\_')}' ESCAPE '\\'`)
  .join(' OR ');
const isInModel = `path IN (${namesInModels.map((name) => `'${name}'`).join(', ')})`;
const pathsOfModel = namesInModels
  .map((name) => `ltrim(substr(artifact_location, length('mlflow-artifacts:') + 1), '/') || '/${name}'`)
  .join(', ');

/** Files that name packages or the machine: in runs' own artifacts, and beside the models that they logged. By path, so that what says most comes last. */
export const environmentFilesOf = (reader: Reader, runIds: readonly string[]): EnvironmentFile[] =>
  reader.all(
    `WITH wanted AS (SELECT runs.id, runs.number FROM json_each(?) AS named JOIN runs ON runs.id = named.value)
     SELECT id, path, digest, size_bytes AS sizeBytes, 'run' AS ownerType, id AS ownerId
     FROM wanted JOIN run_artifacts ON run_number = number WHERE ${isEnvironmentFile}
     UNION
     SELECT wanted.id, path, digest, size_bytes, 'logged-model', logged_models.id
     FROM wanted JOIN logged_models ON source_run_id = wanted.id JOIN stored_files ON path IN (${pathsOfModel})
     UNION
     SELECT wanted.id, path, NULL, size_bytes, 'run', owner_id
     FROM wanted JOIN linked_artifacts ON owner_type = 'run' AND owner_id = wanted.id WHERE ${isEnvironmentFile}
     UNION
     SELECT wanted.id, path, NULL, size_bytes, 'logged-model', owner_id
     FROM wanted JOIN logged_models ON source_run_id = wanted.id
     JOIN linked_artifacts ON owner_type = 'logged-model' AND owner_id = logged_models.id AND ${isInModel}
     ORDER BY 1, 2`,
    [JSON.stringify(runIds)],
  );

/** Tags that a run of W&B has, by run. */
export const wandbTagsOf = (
  reader: Reader,
  runIds: readonly string[],
): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map(
    reader
      .tuples<[id: string, tagsJson: string]>(
        `SELECT runs.id, json_group_object(keys.name, run_tags.value) FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value
         JOIN run_tags ON run_number = runs.number JOIN keys ON keys.number = key_number
         WHERE keys.name LIKE 'wandb.%' GROUP BY runs.id`,
        [JSON.stringify(runIds)],
      )
      .map(([id, tagsJson]) => [id, JSON.parse(tagsJson) as Record<string, string>]),
  );
