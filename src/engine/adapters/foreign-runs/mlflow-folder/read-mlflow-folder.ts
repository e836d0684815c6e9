import { existsSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import type {
  ForeignChange,
  ForeignExperiment,
  ForeignItem,
  KnownUnits,
  LifecycleStage,
  ReadContext,
} from '../../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, UnreadableFile } from '../guarded-files.ts';
import { isExperimentId, parseTimeMs } from '../mlflow/identifiers.ts';
import { type ArtifactLocator, createArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { leftWhereReadInPlace } from '../mlflow/trace-places.ts';
import { attempt, skipped } from '../skipped.ts';
import { readEntryFiles } from './read-entry-files.ts';
import { readLoggedModelFolder } from './read-logged-model-folder.ts';
import { metaFile, readMeta } from './read-meta.ts';
import { readRegistryFolder } from './read-registry-folder.ts';
import { readTraceFolder } from './read-trace-folder.ts';
import type { ReadRunFolders } from './run-folder-pool.ts';
import type { RunFolderRequest } from './run-folder-request.ts';

/** Folders of an experiment that are no runs. */
const reservedNames = new Set(['tags', 'datasets', 'traces', 'models']);

/**
 * Reads an `mlruns` folder: experiments, each followed by its runs, logged models and traces, then deleted experiments, then the registry.
 * Source of the layout: mlflow/store/tracking/file_store.py and mlflow/store/model_registry/file_store.py.
 */
export async function* readMlflowFolder(
  root: string,
  readRuns: ReadRunFolders,
  context: ReadContext = {},
  known: KnownUnits = null,
): AsyncGenerator<ForeignChange> {
  const artifactRoots = [...(context.artifactFolders ?? []), root];
  const locator = createArtifactLocator(artifactRoots);
  const seenRuns = new Set<string>();
  const seenTraces = new Set<string>();
  const seenUnits = new Set<string>();
  const places = experimentFolders(root);
  for (const [index, place] of places.entries()) {
    context.signal?.throwIfAborted();
    context.progress?.({
      phase: `Reading experiment ${basename(place.folder)}`,
      completed: index,
      total: places.length,
    });
    const experiment = attempt(() => readExperiment(place));
    if (!experiment.ok) yield skipped('experiment', join(place.folder, metaFile), experiment.reason);
    else
      yield* readExperimentParts(place, experiment.value, {
        artifactRoots,
        locator,
        ...{ root, seenRuns, seenTraces, seenUnits, readRuns, context, known },
      });
  }
  yield* readRegistryFolder(join(root, 'models'), locator);
  for (const unit of known?.keys() ?? []) {
    // One that is still there could not be read this time, with its experiment perhaps.
    if (!seenUnits.has(unit) && !existsSync(join(root, unit, metaFile))) yield { kind: 'unit-gone', unit };
  }
}

interface ExperimentPlace {
  readonly folder: string;
  readonly stage: LifecycleStage;
}

const experimentFolders = (root: string): ExperimentPlace[] => {
  const foldersIn = (folder: string, stage: LifecycleStage) =>
    listFolder(folder)
      .filter((entry) => entry.type === 'folder' && entry.name !== '.trash')
      .map((entry) => ({ folder: join(folder, entry.name), stage }));
  return [
    ...foldersIn(root, 'active').filter(({ folder }) => basename(folder) !== 'models'),
    ...foldersIn(join(root, '.trash'), 'deleted'),
  ];
};

const readExperiment = ({ folder, stage }: ExperimentPlace): ForeignExperiment => {
  const id = basename(folder);
  if (!isExperimentId(id)) throw new UnreadableFile('The name of its folder is no experiment id.');
  const meta = readMeta(folder);
  const written = meta.text('experiment_id');
  if (written !== id) throw new UnreadableFile(`It is of experiment ${written ?? '(none)'}, not ${id}.`);
  return {
    kind: 'experiment',
    id,
    name: meta.text('name') ?? id,
    stage: meta.text('lifecycle_stage') === 'deleted' ? 'deleted' : stage,
    artifactLocation: meta.text('artifact_location'),
    createdAtMs: parseTimeMs(meta.text('creation_time')),
    updatedAtMs: parseTimeMs(meta.text('last_update_time')),
    tags: readEntryFiles(join(folder, 'tags'), 'tag').entries,
  };
};

interface PartsContext {
  readonly root: string;
  readonly known: KnownUnits;
  readonly seenUnits: Set<string>;
  readonly artifactRoots: readonly string[];
  readonly locator: ArtifactLocator;
  readonly seenRuns: Set<string>;
  readonly seenTraces: Set<string>;
  readonly readRuns: ReadRunFolders;
  readonly context: ReadContext;
}

async function* readExperimentParts(
  place: ExperimentPlace,
  experiment: ForeignExperiment,
  { root, known, artifactRoots, locator, seenRuns, seenTraces, seenUnits, readRuns, context }: PartsContext,
): AsyncGenerator<ForeignChange> {
  yield experiment;
  yield* readEntryFiles(join(place.folder, 'tags'), 'tag').skipped;
  const requests: RunFolderRequest[] = [];
  for (const entry of listFolder(place.folder)) {
    const folder = join(place.folder, entry.name);
    if (reservedNames.has(entry.name) || entry.name === metaFile) continue;
    if (entry.type !== 'folder') yield skipped('other', folder, 'It is no folder of a run.');
    else if (seenRuns.has(entry.name))
      yield skipped('run', folder, 'Another experiment has a run with this id.');
    else {
      seenRuns.add(entry.name);
      const name = relative(root, folder).split(sep).join('/');
      seenUnits.add(name);
      const fingerprint = known?.get(name)?.fingerprint ?? null;
      requests.push({
        folder,
        runId: entry.name,
        experimentId: experiment.id,
        experimentFolder: place.folder,
        experimentStage: experiment.stage,
        artifactRoots,
        unit: known === null ? null : { name, experimentName: experiment.name, known: fingerprint },
      });
    }
  }
  yield* readRuns(requests, context);
  yield* readLoggedModels(place, experiment, locator);
  const traces = attempt(() => listFolder(join(place.folder, 'traces')));
  if (!traces.ok) yield skipped('trace', join(place.folder, 'traces'), traces.reason);
  else if (known === null)
    yield* readTraces(place, experiment, { locator, seenTraces, entries: traces.value });
  else if (traces.value.length > 0)
    yield skipped('trace', join(place.folder, 'traces'), leftWhereReadInPlace, {
      count: traces.value.length,
    });
}

function* readTraces(
  place: ExperimentPlace,
  { id: experimentId }: ForeignExperiment,
  {
    locator,
    seenTraces,
    entries,
  }: Pick<PartsContext, 'locator' | 'seenTraces'> & { readonly entries: readonly FolderEntry[] },
): Generator<ForeignItem> {
  for (const { name, type } of entries) {
    const folder = join(place.folder, 'traces', name);
    if (type !== 'folder') yield skipped('trace', folder, 'It is no folder of a trace.');
    else if (seenTraces.has(name))
      yield skipped('trace', folder, 'Another experiment has a trace with this id.');
    else {
      seenTraces.add(name);
      yield* readTraceFolder({ folder, traceId: name, experimentId, locator });
    }
  }
}

function* readLoggedModels(
  place: ExperimentPlace,
  experiment: ForeignExperiment,
  locator: ArtifactLocator,
): Generator<ForeignItem> {
  const parent = join(place.folder, 'models');
  for (const entry of listFolder(parent)) {
    yield* readLoggedModelFolder({
      folder: join(parent, entry.name),
      modelId: entry.name,
      experimentId: experiment.id,
      experimentStage: experiment.stage,
      locator,
    });
  }
}
