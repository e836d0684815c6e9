import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, formatBytes } from '../../../../shared/model/format.ts';
import { endpointIds } from '../../../store/doctor.ts';
import { digestOfFile, hasDigest, objectFile } from '../../../store/objects.ts';
import { folderSizeBytes } from '../folder-size.ts';
import type { Examination, Examine } from './examination.ts';
import { namesIn, tidyUp } from './tidy-up.ts';

/** What endpoints were served from. It is made anew from the stored model whenever one starts. */
export const checkBundles: Examine = async (examination) => {
  const name = 'bundles';
  const folders = await foldersOfNobody(examination, examination.paths.bundles);
  const areCopies = await Promise.all(folders.map((folder) => isCopy(folder, examination)));
  const copies = folders.filter((_, index) => areCopies[index]);
  const only = folders.filter((_, index) => !areCopies[index]);
  const found = await tidyUp({
    name,
    paths: copies,
    none: 'Every folder that is served from belongs to an endpoint.',
    described: 'copies of stored models for endpoints that are gone',
  });
  if (only.length === 0) return found;
  return {
    name,
    isProblem: true,
    message: `${countOf(only.length, 'folder')} of endpoints that are gone hold a model that is stored nowhere else: ${only[0]}. Register its model.onnx, or delete the folder.`,
    count: only.length,
  };
};

/** Predictions belong to the user, also when nobody serves any more what made them. */
export const checkPredictions: Examine = async (examination) => {
  const { paths } = examination;
  const name = 'predictions';
  const folders = await foldersOfNobody(examination, paths.predictions);
  if (folders.length === 0)
    return { name, isProblem: false, message: 'Every folder of predictions belongs to an endpoint.' };
  const sizes = await Promise.all(folders.map(folderSizeBytes));
  const sizeBytes = sizes.reduce((sum, size) => sum + size, 0);
  const message = `Kept: ${formatBytes(sizeBytes)} that ${countOf(folders.length, 'endpoint')} predicted that are gone. Delete what you do not need in ${paths.predictions}.`;
  return { name, isProblem: false, message, count: folders.length };
};

const foldersOfNobody = async ({ store }: Examination, parent: string): Promise<string[]> => {
  const names = await namesIn(parent);
  const known = endpointIds(store.reader);
  return names
    .filter((name) => !known.has(name.replace(/\.unfinished$/, '')))
    .map((name) => join(parent, name));
};

/** False for a model that is nowhere else. */
const isCopy = async (folder: string, { paths }: Examination): Promise<boolean> => {
  const model = join(folder, 'model.onnx');
  if (!existsSync(model)) return true;
  const digest = await digestOfFile(model);
  return hasDigest(objectFile(paths.objects, digest), digest);
};
