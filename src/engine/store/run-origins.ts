import type { Reader } from '../ports/store-handles.ts';

/** What runs were made with: code, machine, packages. */

export interface RunOrigin {
  readonly id: string;
  readonly codeJson: string | null;
  readonly environmentJson: string;
  /** As MLflow's clients tag them. */
  readonly taggedCommit: string | null;
  readonly taggedBranch: string | null;
  readonly taggedSource: string | null;
}

const tagNamed = (name: string): string =>
  `(SELECT value FROM run_tags WHERE run_number = runs.number AND key_number = (SELECT number FROM keys WHERE name = '${name}'))`;

/** In the order they are named. */
export const runOriginsOf = (reader: Reader, runIds: readonly string[]): RunOrigin[] =>
  reader.all(
    `SELECT runs.id, code_json AS codeJson, environment_json AS environmentJson,
       ${tagNamed('mlflow.source.git.commit')} AS taggedCommit, ${tagNamed('mlflow.source.git.branch')} AS taggedBranch,
       ${tagNamed('mlflow.source.name')} AS taggedSource
     FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value ORDER BY wanted.key`,
    [JSON.stringify(runIds)],
  );

export interface PackageFile {
  readonly id: string;
  readonly path: string;
  /** Null of one that stays in a linked source, where `artifactPlaceOf` or `linkedPlaceOf` of its owner finds it. */
  readonly digest: string | null;
  readonly ownerType: 'run' | 'logged-model';
  readonly ownerId: string;
}

/** Files that name packages: in runs' own artifacts, and beside the models that they logged. */
export const packageFilesOf = (reader: Reader, runIds: readonly string[]): PackageFile[] =>
  reader.all(
    `WITH wanted AS (SELECT runs.id, runs.number FROM json_each(?) AS named JOIN runs ON runs.id = named.value)
     SELECT id, path, digest, 'run' AS ownerType, id AS ownerId FROM wanted JOIN run_artifacts ON run_number = number
     WHERE path LIKE '%requirements.txt' OR path LIKE '%python_env.yaml'
     UNION
     SELECT wanted.id, path, digest, 'logged-model', logged_models.id FROM wanted JOIN logged_models ON source_run_id = wanted.id
     JOIN stored_files
       ON path IN (ltrim(substr(artifact_location, length('mlflow-artifacts:') + 1), '/') || '/requirements.txt',
                   ltrim(substr(artifact_location, length('mlflow-artifacts:') + 1), '/') || '/python_env.yaml')
     UNION
     SELECT wanted.id, path, NULL, 'run', owner_id FROM wanted JOIN linked_artifacts ON owner_type = 'run' AND owner_id = wanted.id
     WHERE path LIKE '%requirements.txt' OR path LIKE '%python_env.yaml'
     UNION
     SELECT wanted.id, path, NULL, 'logged-model', owner_id FROM wanted JOIN logged_models ON source_run_id = wanted.id
     JOIN linked_artifacts ON owner_type = 'logged-model' AND owner_id = logged_models.id
       AND path IN ('requirements.txt', 'python_env.yaml')
     ORDER BY 1, 2`,
    [JSON.stringify(runIds)],
  );
