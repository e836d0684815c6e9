import { basename } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { WorkContext } from '../../ports/data-engine.ts';
import { sourceOf } from '../../store/dataset-source.ts';
import type { StoredDatasetVersion } from '../../store/datasets.ts';
import { type AddServices, correctionsOf, recordVersion, type Types } from './add-dataset.ts';

/** A copy lies under its digest, which says nothing to the person who corrects a type. */
const inWordsOf = (stored: StoredDatasetVersion, path: string, thrown: unknown): unknown =>
  thrown instanceof EngineError
    ? new EngineError(thrown.code, thrown.message.replaceAll(basename(path), basename(stored.path)), {
        details: thrown.details,
      })
    : thrown;

/** The same file with other types, as the newest version; earlier corrections stay. */
export const correctTypes = async (
  services: AddServices,
  stored: StoredDatasetVersion,
  types: Types,
  context: WorkContext,
): Promise<StoredDatasetVersion> => {
  const { dataset: name, mode, path, digest, format } = stored;
  const source = await sourceOf(services, stored);
  const all = { ...correctionsOf(stored), ...types };
  const sniffed = await services.data
    .sniff({ path: source.path, format, types: all }, context)
    .catch((thrown) => {
      throw inWordsOf(stored, source.path, thrown);
    });
  return services.store.write(
    (writer) => recordVersion(writer, services, { name, mode, path, digest, sniffed }).version,
  );
};
