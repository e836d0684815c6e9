import { basename, join } from 'node:path';
import type {
  ForeignItem,
  ForeignModelVersion,
  ForeignRegisteredModel,
  SkippedItem,
} from '../../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, UnreadableFile } from '../guarded-files.ts';
import { parseTimeMs } from '../mlflow/identifiers.ts';
import type { ArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { locateModelFolder } from '../mlflow/locate-model.ts';
import { attempt, skipped } from '../skipped.ts';
import { readEntryFiles } from './read-entry-files.ts';
import { metaFile, readMeta } from './read-meta.ts';

/** The `models` folder of an `mlruns` folder: registered models, their versions and aliases. */
export function* readRegistryFolder(registry: string, locator: ArtifactLocator): Generator<ForeignItem> {
  const models = attempt(() => listFolder(registry));
  if (!models.ok) {
    yield skipped('registered-model', registry, models.reason);
    return;
  }
  for (const entry of models.value) {
    if (entry.type === 'folder') yield* readRegisteredModel(join(registry, entry.name), locator);
    else yield skipped('other', join(registry, entry.name), 'MLflow keeps nothing of this kind here.');
  }
}

function* readRegisteredModel(folder: string, locator: ArtifactLocator): Generator<ForeignItem> {
  const listing = attempt(() => listFolder(folder));
  const aliases = readEntryFiles(join(folder, 'aliases'), 'alias');
  const tags = readEntryFiles(join(folder, 'tags'), 'tag');
  const model = attempt(() => toRegisteredModel(folder, aliases.entries, tags.entries));
  if (!listing.ok || !model.ok) {
    const reason = model.ok ? 'The folder cannot be listed.' : model.reason;
    yield skipped('registered-model', join(folder, metaFile), reason);
    return;
  }
  yield model.value;
  yield* aliases.skipped;
  yield* tags.skipped;
  for (const entry of listing.value.filter(isVersionFolder).sort(byVersion)) {
    yield* readVersion(join(folder, entry.name), locator);
  }
}

const isVersionFolder = (entry: FolderEntry): boolean =>
  entry.type === 'folder' && /^version-\d{1,15}$/.test(entry.name);
const versionOf = (name: string): number => Number(name.slice('version-'.length));
const byVersion = (one: FolderEntry, other: FolderEntry): number =>
  versionOf(one.name) - versionOf(other.name);

const toRegisteredModel = (
  folder: string,
  aliases: ForeignRegisteredModel['aliases'],
  tags: ForeignRegisteredModel['tags'],
): ForeignRegisteredModel => {
  const meta = readMeta(folder);
  const name = meta.text('name');
  if (name !== basename(folder)) throw new UnreadableFile('It is of another model than its folder.');
  return {
    kind: 'registered-model',
    name,
    description: meta.text('description'),
    createdAtMs: parseTimeMs(meta.text('creation_timestamp')),
    updatedAtMs: parseTimeMs(meta.text('last_updated_timestamp')),
    tags,
    aliases,
  };
};

/** What MLflow writes into a deleted version, whose folder it keeps. */
const deletedStage = 'Deleted_Internal';

function* readVersion(
  folder: string,
  locator: ArtifactLocator,
): Generator<ForeignModelVersion | SkippedItem> {
  const tags = readEntryFiles(join(folder, 'tags'), 'tag');
  const version = attempt(() => toVersion(folder, tags.entries, locator));
  if (!version.ok) yield skipped('model-version', join(folder, metaFile), version.reason);
  else {
    yield version.value;
    yield* tags.skipped;
  }
}

const toVersion = (
  folder: string,
  tags: ForeignModelVersion['tags'],
  locator: ArtifactLocator,
): ForeignModelVersion => {
  const meta = readMeta(folder);
  const stage = meta.text('current_stage');
  if (stage === deletedStage) throw new UnreadableFile('The version was deleted.');
  const source = meta.text('source');
  const storageLocation = meta.text('storage_location');
  return {
    kind: 'model-version',
    name: basename(join(folder, '..')),
    version: versionOf(basename(folder)),
    stage,
    description: meta.text('description'),
    user: meta.text('user_id'),
    status: meta.text('status'),
    statusMessage: meta.text('status_message'),
    createdAtMs: parseTimeMs(meta.text('creation_timestamp')),
    updatedAtMs: parseTimeMs(meta.text('last_updated_timestamp')),
    runId: meta.text('run_id') || null,
    runLink: meta.text('run_link') || null,
    modelId: meta.text('model_id') || null,
    source,
    storageLocation,
    folder: locateModelFolder([storageLocation, source], locator),
    tags,
  };
};
