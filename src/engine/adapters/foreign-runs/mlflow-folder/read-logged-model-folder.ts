import { join } from 'node:path';
import type { ForeignItem, ForeignLoggedModel, LifecycleStage } from '../../../ports/foreign-runs.ts';
import { UnreadableFile } from '../guarded-files.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { isRunId, parseTimeMs } from '../mlflow/identifiers.ts';
import type { ArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { parseLoggedModelStatus } from '../mlflow/run-status.ts';
import { attempt, skipped } from '../skipped.ts';
import { readEntryFiles } from './read-entry-files.ts';
import { metaFile, readMeta } from './read-meta.ts';
import { readMetricFiles } from './read-metric-files.ts';

export interface LoggedModelRequest {
  readonly folder: string;
  readonly modelId: string;
  readonly experimentId: string;
  readonly experimentStage: LifecycleStage;
  readonly locator: ArtifactLocator;
}

/** A model of MLflow 3, which an experiment keeps beside its runs. */
export function* readLoggedModelFolder(request: LoggedModelRequest): Generator<ForeignItem> {
  const { folder, modelId } = request;
  const parameters = readEntryFiles(join(folder, 'params'), 'other');
  const tags = readEntryFiles(join(folder, 'tags'), 'other');
  const model = attempt(() => toModel(request, parameters.entries, tags.entries));
  if (!model.ok) {
    yield skipped('logged-model', join(folder, metaFile), model.reason);
    return;
  }
  yield model.value;
  yield* parameters.skipped;
  yield* tags.skipped;
  const owner = { type: 'logged-model', id: modelId } as const;
  yield* readMetricFiles(owner, join(folder, 'metrics'));
  const { artifactFolder, artifactUri } = model.value;
  if (artifactFolder !== null) yield* listArtifacts(owner, artifactFolder);
  else if (artifactUri !== null && !request.locator.knowsPlaceOf(artifactUri, modelId))
    yield skipped('artifact', folder, `Its artifacts lie at ${artifactUri}, outside of what was opened.`);
}

const toModel = (
  request: LoggedModelRequest,
  parameters: ForeignLoggedModel['parameters'],
  tags: ForeignLoggedModel['tags'],
): ForeignLoggedModel => {
  const { folder, modelId, experimentId, experimentStage, locator } = request;
  if (!isRunId(modelId)) throw new UnreadableFile('The name of its folder is no model id.');
  const meta = readMeta(folder);
  if (meta.text('model_id') !== modelId) throw new UnreadableFile('It is of another model than its folder.');
  if (meta.text('experiment_id') !== experimentId)
    throw new UnreadableFile('It is of another experiment than its folder.');
  const artifactUri = meta.text('artifact_location');
  return {
    kind: 'logged-model',
    id: modelId,
    experimentId,
    name: meta.text('name') ?? '',
    status: parseLoggedModelStatus(meta.text('status')),
    statusMessage: meta.text('status_message'),
    stage: meta.text('lifecycle_stage') === 'deleted' ? 'deleted' : experimentStage,
    modelType: meta.text('model_type'),
    sourceRunId: meta.text('source_run_id'),
    createdAtMs: parseTimeMs(meta.text('creation_timestamp')),
    updatedAtMs: parseTimeMs(meta.text('last_updated_timestamp')),
    artifactUri,
    artifactFolder: artifactUri === null ? null : locator.find(artifactUri, modelId),
    parameters,
    tags,
  };
};
