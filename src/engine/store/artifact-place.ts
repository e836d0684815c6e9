import type { Reader } from '../ports/store-handles.ts';

/** Where the bytes of an artifact are. */
export type ArtifactPlace = { readonly kind: 'object'; readonly digest: string };

/** Where the bytes of a run's artifact are, by the path it was logged under; undefined when the run has no such file. */
export const artifactPlaceOf = (reader: Reader, runId: string, path: string): ArtifactPlace | undefined => {
  const found = reader.get<{ digest: string }>(
    'SELECT digest FROM run_artifacts WHERE run_number = (SELECT number FROM runs WHERE id = ?) AND path = ?',
    [runId, path],
  );
  return found === undefined ? undefined : { kind: 'object', digest: found.digest };
};
