import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignItem, ForeignLoggedModel } from '../../../ports/foreign-runs.ts';
import { isRunId } from '../mlflow/identifiers.ts';
import { loggedModelStatusNumber } from '../mlflow/run-status.ts';
import { folderOf, type Target, uriOf, writeEntries, writeMeta } from './folder-target.ts';

/** What runs took and made: data sets, and the logged models of MLflow 3. */

const md5 = (...texts: readonly string[]): string => createHash('md5').update(texts.join('')).digest('hex');

export const writeDatasetInput = (
  target: Target,
  input: Extract<ForeignItem, { kind: 'dataset-input' }>,
): void => {
  const { runId, name, digest } = input;
  const run = folderOf(target, { type: 'run', id: runId }, 'dataset-input', name);
  const experiment = target.runExperiments.get(runId);
  if (run === undefined || experiment === undefined) return;
  // MLflow's own names for these folders, so that it finds what it logs again.
  const datasetId = md5(name, digest);
  writeMeta(join(experiment, 'datasets', datasetId), {
    digest,
    name,
    profile: input.profile,
    schema: input.schema,
    source: input.source,
    source_type: input.sourceType,
  });
  writeMeta(join(run, 'inputs', md5(datasetId, runId)), {
    destination_id: datasetId,
    destination_type: 'RUN',
    source_id: datasetId,
    source_type: 'DATASET',
    tags: input.tags,
  });
};

export const writeModelLink = (target: Target, link: Extract<ForeignItem, { kind: 'model-link' }>): void => {
  const { runId, modelId, direction, step } = link;
  const run = folderOf(target, { type: 'run', id: runId }, 'model-link', modelId);
  if (run === undefined) return;
  if (!isRunId(modelId)) target.tally.skip('model-link', modelId, 'It is no model id.', runId);
  else if (direction === 'output') {
    writeMeta(join(run, 'outputs', modelId), {
      destination_id: modelId,
      destination_type: 'MODEL_OUTPUT',
      source_id: modelId,
      source_type: 'RUN_OUTPUT',
      step,
      tags: [],
    });
  } else {
    writeMeta(join(run, 'inputs', md5(modelId, runId)), {
      destination_id: modelId,
      destination_type: 'RUN',
      source_id: modelId,
      source_type: 'MODEL',
      tags: [],
    });
  }
};

export const writeLoggedModel = (target: Target, model: ForeignLoggedModel): void => {
  const experiment = target.experimentFolders.get(model.experimentId);
  if (experiment === undefined || !isRunId(model.id)) {
    target.tally.skip('logged-model', model.id, 'It has no valid id, or its experiment was not written.');
    return;
  }
  const folder = join(experiment, 'models', model.id);
  target.ownerFolders.set(model.id, folder);
  for (const part of ['metrics', 'params', 'tags']) mkdirSync(join(folder, part), { recursive: true });
  writeMeta(folder, {
    artifact_location: uriOf(join(target.root, model.experimentId, 'models', model.id, 'artifacts')),
    creation_timestamp: model.createdAtMs,
    experiment_id: model.experimentId,
    last_updated_timestamp: model.updatedAtMs,
    lifecycle_stage: model.stage,
    model_id: model.id,
    model_type: model.modelType,
    name: model.name,
    source_run_id: model.sourceRunId,
    status: loggedModelStatusNumber(model.status),
    status_message: model.statusMessage,
  });
  writeEntries(target, join(folder, 'params'), model.parameters, 'parameter');
  writeEntries(target, join(folder, 'tags'), model.tags, 'tag');
};
