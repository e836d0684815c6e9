import { constants } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { EngineError } from '../../../../shared/errors.ts';
import type { RunDetail } from '../../../../shared/model/run.ts';
import type { RecreatedPart } from '../../../../shared/model/run-recreation.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { sourceOf } from '../../../store/dataset-source.ts';
import { findDatasetVersion } from '../../../store/datasets.ts';
import { placeWithin } from './place-within.ts';
import type { LaidOutDataset } from './run-command.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'paths'>;

export interface LaidOutData {
  readonly part: RecreatedPart;
  readonly dataset: LaidOutDataset | undefined;
}

/** One dataset of the run, with the bytes it had: copied to where it lay in the project, or used where it lies outside. */
export const layOutDataset = async (
  { store, objects, paths }: Services,
  { name, version, digest, role }: RunDetail['datasets'][number],
  projectFolder: string,
): Promise<LaidOutData> => {
  const title = `${name}${version === null ? '' : `@${version}`}${role === '' ? '' : ` (${role})`}`;
  const missing = (text: string): LaidOutData => ({
    part: { what: 'data', isMatched: false, text },
    dataset: undefined,
  });
  if (version === null)
    return missing(
      `${title}: a tracking client named it, with the digest ${digest}; Modelyard never had its bytes.`,
    );
  try {
    const stored = findDatasetVersion(store.reader, `${name}@${version}`);
    const source = await sourceOf({ objects, paths }, stored);
    const { columns } = stored;
    if (isAbsolute(stored.path) && stored.mode === 'reference')
      return {
        part: { what: 'data', isMatched: true, text: `${title}: ${stored.path}, which is unchanged.` },
        dataset: { name, path: stored.path, columns },
      };
    const place = isAbsolute(stored.path) ? join('data', basename(stored.path)) : stored.path;
    const target = await placeWithin(projectFolder, place);
    if (target === null)
      return missing(
        `${title}: the way to ${place} leads out of the folder there, so nothing was written to it.`,
      );
    // What the commit has there goes first: it may be a link to the data that are in use.
    await rm(target, { recursive: true, force: true });
    await copyFile(source.path, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(target, 0o644);
    return {
      part: { what: 'data', isMatched: true, text: `${title}: ${place}, SHA-256 ${digest}.` },
      dataset: { name, path: place, columns },
    };
  } catch (thrown) {
    if (thrown instanceof EngineError) return missing(`${title}: ${thrown.message}`);
    throw thrown;
  }
};
