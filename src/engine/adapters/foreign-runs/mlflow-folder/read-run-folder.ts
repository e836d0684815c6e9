import { join } from 'node:path';
import type { ForeignChange, ForeignItem, ForeignRun, SkippedItem } from '../../../ports/foreign-runs.ts';
import { endOfUnit } from '../follow-units.ts';
import { listFolder, UnreadableFile } from '../guarded-files.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { isRunId, parseTimeMs } from '../mlflow/identifiers.ts';
import { createArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { parseRunStatus } from '../mlflow/run-status.ts';
import { addLegacySource } from '../mlflow/source-tags.ts';
import { attempt, skipped } from '../skipped.ts';
import { fingerprintOfRunFolder } from './fingerprint-run-folder.ts';
import { readEntryFiles } from './read-entry-files.ts';
import { type Meta, metaFile, readMeta } from './read-meta.ts';
import { readMetricFiles } from './read-metric-files.ts';
import { readRunLinks } from './read-run-links.ts';
import type { RunFolderRequest } from './run-folder-request.ts';

const knownNames = new Set([
  'meta.yaml',
  'metrics',
  'params',
  'tags',
  'artifacts',
  'inputs',
  'outputs',
  '.DS_Store',
]);

/** Everything that the folder of a run holds: the run first, then its parts. Nothing of one that is as it is known. */
export function* readRunFolder(request: RunFolderRequest): Generator<ForeignChange> {
  const { unit } = request;
  if (unit === null) {
    yield* readItems(request);
    return;
  }
  const fingerprint = fingerprintOfRunFolder(request.folder, [request.experimentStage, unit.experimentName]);
  if (fingerprint === unit.known) return;
  const end = endOfUnit(unit.name, fingerprint);
  for (const item of readItems(request)) if (end.passes(item)) yield item;
  yield end.finish();
}

function* readItems(request: RunFolderRequest): Generator<ForeignItem> {
  const { folder, runId } = request;
  const listing = attempt(() => listFolder(folder));
  if (!listing.ok) {
    yield skipped('run', folder, listing.reason);
    return;
  }
  const names = new Set(listing.value.filter((entry) => entry.type !== 'link').map((entry) => entry.name));
  if (!names.has(metaFile)) {
    yield skipped('run', folder, reasonWithoutMeta(names));
    return;
  }
  const meta = attempt(() => checkedMeta(request));
  if (!meta.ok) {
    yield skipped('run', join(folder, metaFile), meta.reason);
    return;
  }
  const tags = readEntryFiles(join(folder, 'tags'), 'tag');
  const run = toRun(request, meta.value, tags.entries);
  yield run;
  yield* withRun(runId, tags.skipped);
  const allTags = addLegacySource(tags.entries, (name) => meta.value.text(name));
  if (allTags.length > 0) yield { kind: 'tags', runId, entries: allTags };
  const parameters = readEntryFiles(join(folder, 'params'), 'parameter');
  if (parameters.entries.length > 0) yield { kind: 'parameters', runId, entries: parameters.entries };
  yield* withRun(runId, parameters.skipped);
  const owner = { type: 'run', id: runId } as const;
  for (const item of readMetricFiles(owner, join(folder, 'metrics'))) {
    yield item.kind === 'skipped' ? { ...item, runId } : item;
  }
  if (names.has('inputs') || names.has('outputs')) yield* readRunLinks(request);
  if (run.artifactFolder !== null) yield* listArtifacts(owner, run.artifactFolder);
  else if (run.artifactUri !== null) yield outsideArtifacts(request, run.artifactUri);
  for (const entry of listing.value) {
    if (!knownNames.has(entry.name) || entry.type === 'link') {
      yield skipped('other', join(folder, entry.name), 'MLflow keeps nothing of this kind in a run.', {
        runId,
      });
    }
  }
}

const withRun = (runId: string, items: readonly SkippedItem[]): SkippedItem[] =>
  items.map((item) => ({ ...item, runId }));

const reasonWithoutMeta = (names: ReadonlySet<string>): string =>
  names.has('artifacts') && !names.has('params')
    ? 'The folder holds artifacts only; the run itself is recorded elsewhere, for example in an mlflow.db.'
    : 'The folder has no meta.yaml, so it is no run that MLflow can read.';

const checkedMeta = ({ runId, experimentId, folder }: RunFolderRequest): Meta => {
  if (!isRunId(runId)) throw new UnreadableFile('The name of its folder is no run id.');
  const meta = readMeta(folder);
  const written = meta.text('run_id') ?? meta.text('run_uuid');
  if (written !== runId)
    throw new UnreadableFile(`It is of run ${written ?? '(none)'}, not of this folder’s.`);
  const experiment = meta.text('experiment_id');
  if (experiment !== experimentId) {
    throw new UnreadableFile(
      `It is of experiment ${experiment ?? '(none)'}, but lies in ${experimentId}; MLflow ignores such a run.`,
    );
  }
  if (parseRunStatus(meta.text('status')) === undefined)
    throw new UnreadableFile('Its status is none of MLflow’s.');
  return meta;
};

const toRun = (
  request: RunFolderRequest,
  meta: Meta,
  tags: readonly (readonly [string, string])[],
): ForeignRun => {
  const tag = (key: string) => tags.find(([name]) => name === key)?.[1] ?? null;
  const artifactUri = meta.text('artifact_uri');
  return {
    kind: 'run',
    id: request.runId,
    experimentId: request.experimentId,
    name: meta.text('run_name') || meta.text('name') || tag('mlflow.runName') || '',
    status: parseRunStatus(meta.text('status')) ?? 'running',
    stage: meta.text('lifecycle_stage') === 'deleted' ? 'deleted' : request.experimentStage,
    startedAtMs: parseTimeMs(meta.text('start_time')),
    endedAtMs: parseTimeMs(meta.text('end_time')),
    deletedAtMs: parseTimeMs(meta.text('deleted_time')),
    user: meta.text('user_id') || tag('mlflow.user'),
    parentRunId: tag('mlflow.parentRunId') || null,
    artifactUri,
    artifactFolder: artifactFolderOf(request, artifactUri),
  };
};

/** Beside the run's other files, unless they were sent elsewhere, where MLflow still makes that folder and leaves it empty. */
const artifactFolderOf = (request: RunFolderRequest, uri: string | null): string | null => {
  const { folder, runId, experimentId, artifactRoots } = request;
  const beside = join(folder, 'artifacts');
  if (uri === null || hasEntries(beside)) return beside;
  const isDefault = new RegExp(`[/\\\\]${experimentId}[/\\\\]${runId}[/\\\\]artifacts/?$`).test(uri);
  if (isDefault && !isRemote(uri)) return beside;
  const found = createArtifactLocator(artifactRoots).find(uri, runId);
  return found === beside ? null : found;
};

const hasEntries = (folder: string): boolean => {
  const listing = attempt(() => listFolder(folder));
  return !listing.ok || listing.value.length > 0;
};

const isRemote = (uri: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(uri) && !/^file:/i.test(uri);

const outsideArtifacts = ({ folder, runId }: RunFolderRequest, uri: string): SkippedItem =>
  skipped('artifact', folder, `Its artifacts lie at ${uri}, outside of what was opened.`, { runId });
