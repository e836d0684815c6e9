import { join, relative, sep } from 'node:path';
import type { ForeignModelVersion, ForeignRegisteredModel } from '../../../ports/foreign-runs.ts';
import { type Target, uriOf, writeEntries, writeMeta } from './folder-target.ts';

/** The registry in the folder `models`: registered models, their aliases and versions. */

export const writeRegisteredModel = (target: Target, model: ForeignRegisteredModel): void => {
  const { name } = model;
  if (!isModelName(name)) {
    target.tally.skip('registered-model', name, 'A folder cannot hold a model with / : % in its name.');
    return;
  }
  const folder = join(target.folder, 'models', name);
  writeMeta(folder, {
    creation_timestamp: model.createdAtMs,
    description: model.description,
    last_updated_timestamp: model.updatedAtMs,
    name,
  });
  writeEntries(target, join(folder, 'tags'), model.tags, 'tag');
  writeEntries(target, join(folder, 'aliases'), model.aliases, 'alias');
};

const isModelName = (name: string): boolean =>
  !/[/\\:%\0]/.test(name) && !['', '.', '..'].includes(name.trim());

export const writeModelVersion = (target: Target, version: ForeignModelVersion): void => {
  const { name } = version;
  if (!isModelName(name)) {
    target.tally.skip('model-version', name, 'A folder cannot hold a model with / : % in its name.');
    return;
  }
  const folder = join(target.folder, 'models', name, `version-${version.version}`);
  writeMeta(folder, {
    creation_timestamp: version.createdAtMs,
    current_stage: version.stage ?? 'None',
    description: version.description,
    last_updated_timestamp: version.updatedAtMs,
    model_id: version.modelId,
    name,
    run_id: version.runId,
    run_link: version.runLink,
    source: newPlace(target, version.source),
    status: version.status ?? 'READY',
    status_message: version.statusMessage,
    storage_location: newPlace(target, version.storageLocation),
    user_id: version.user,
    version: version.version,
  });
  writeEntries(target, join(folder, 'tags'), version.tags, 'tag');
};

/** Points into the new folder where the files behind the old address were written with their run or logged model. */
const newPlace = ({ root, folder, ownerFolders }: Target, place: string | null): string | null => {
  if (place === null || /^(?:models|runs):/.test(place)) return place;
  const parts = place.split('/');
  const position = parts.findLastIndex((part) => ownerFolders.has(part));
  const owner = position < 0 ? undefined : ownerFolders.get(parts[position]!);
  if (owner === undefined) return place;
  // Where MLflow will find it once a deleted experiment is restored, too.
  const [first, ...inside] = relative(folder, owner).split(sep);
  const within = first === '.trash' ? inside : [first!, ...inside];
  return uriOf(join(root, ...within, ...parts.slice(position + 1).map(decodePart)));
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
