import { EngineError } from '../../../../shared/errors.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { artifactPlaceOf } from '../../../store/artifact-place.ts';

/** A file with the bytes of an artifact that lies in a file of its own: an object with its digest proven, or a file of a linked source. */
export const artifactFile = async (
  { store, objects }: Pick<ProjectServices, 'store' | 'objects'>,
  runId: string,
  path: string,
): Promise<string> => {
  const place = artifactPlaceOf(store.reader, runId, path);
  if (place === undefined) throw new EngineError('not-found', `The run has no artifact “${path}”.`);
  return place.kind === 'object' ? objects.verified(place.digest) : place.file;
};
