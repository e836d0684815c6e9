import { join } from 'node:path';
import { fingerprintOf, stampOf, stampOfFolders, stampOfTree } from '../stamps.ts';
import { metaFile } from './read-meta.ts';

/**
 * What is seen of a run without opening its files. Parameters are written once, each as a file of its own, so that their folder tells of
 * them; tags are overwritten and metrics appended to in place. `around` is what the run takes from its experiment.
 */
export const fingerprintOfRunFolder = (folder: string, around: readonly string[]): string =>
  fingerprintOf([
    ...around,
    stampOf(join(folder, metaFile)),
    stampOfFolders(join(folder, 'params')),
    ...['tags', 'metrics', 'inputs', 'outputs', 'artifacts'].map((part) => stampOfTree(join(folder, part))),
  ]);
