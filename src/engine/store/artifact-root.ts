import { decodedOnce } from '../../shared/model/percent-encoding.ts';

/** Where artifacts are said to lie. Below `mlflow-artifacts:` clients ask the server they talk to; all else is none of ours. */

/** SQL for a run's place, over the tables `runs` and `experiments`. */
export const runArtifactRootSql = `coalesce(runs.artifact_uri,
  rtrim(coalesce(experiments.artifact_location, 'mlflow-artifacts:/' || experiments.id), '/') || '/' || runs.id || '/artifacts')`;

/** The place of what lies at `path` below a place. */
export const placeBelow = (place: string, path: string): string => `${place.replace(/\/+$/, '')}/${path}`;

/**
 * The path that this server knows a place by, without empty parts; undefined for places of others. A host in it can only be this one.
 * It is decoded, because clients make the place a part of an address.
 */
export const proxiedPathOf = (uri: string): string | undefined => {
  const [, encoded] = /^mlflow-artifacts:(?:\/\/[^/]*)?(.*)$/is.exec(uri) ?? [];
  return encoded === undefined
    ? undefined
    : decodedOnce(encoded)
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/');
};
