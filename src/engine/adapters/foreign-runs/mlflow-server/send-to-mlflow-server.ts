import type {
  Entries,
  ExportOutcome,
  ForeignArtifact,
  ForeignDatasetInput,
  ForeignExperiment,
  ForeignItem,
  ForeignLoggedModel,
  ForeignMetric,
  ForeignModelLink,
  ForeignRun,
  SkippedSubject,
} from '../../../ports/foreign-runs.ts';
import { createExportTally } from '../export-tally.ts';
import { type Answer, createMlflowHttp, RefusedByServer, textAt } from './mlflow-http.ts';
import { sendArtifact } from './send-artifact.ts';
import { sendBatches, toMetricEntries } from './send-batches.ts';
import { sendAliases, sendModelVersion, sendRegisteredModel } from './send-registry.ts';
import { sendTrace } from './send-trace.ts';
import { type Sending, type SentRun, sendOrSkip, toPairs } from './sending.ts';

/**
 * Logs everything to an MLflow server (2.0 and newer) by its REST routes. The server gives ids and times of its own to experiments, models
 * and versions, and ids to runs; the runs' own times, parameters, metrics and tags are kept. Infinite metrics become the largest doubles there.
 */
export const sendToMlflowServer = async (
  url: string,
  items: AsyncIterable<ForeignItem>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<ExportOutcome> => {
  const sending: Sending = {
    http: createMlflowHttp(url, signal),
    tally: createExportTally(),
    experiments: new Map(),
    runs: new Map(),
    models: new Map(),
    links: [],
    parents: new Map(),
    aliases: [],
    versions: new Map(),
    takes: null,
  };
  for await (const item of items) {
    signal?.throwIfAborted();
    await sendItem(sending, item);
  }
  await finish(sending);
  return sending.tally.outcome();
};

const sendItem = async (sending: Sending, item: ForeignItem): Promise<void> => {
  switch (item.kind) {
    case 'experiment':
      return sendExperiment(sending, item);
    case 'run':
      return sendRun(sending, item);
    case 'parameters':
      return withRun(sending, item.runId, 'parameter', (run) =>
        sendBatches(sending, run.id, 'params', toPairs(item.entries)),
      );
    case 'tags':
      return withRun(sending, item.runId, 'tag', (run) => sendTags(sending, run, item.entries));
    case 'metric':
      return sendMetric(sending, item);
    case 'dataset-input':
      return withRun(sending, item.runId, 'dataset-input', (run) => sendDataset(sending, run, item));
    case 'logged-model':
      return sendLoggedModel(sending, item);
    case 'model-link':
      sending.links.push(item);
      return;
    case 'artifact':
      return sendOwnedArtifact(sending, item);
    case 'trace':
      return sendTrace(sending, item);
    case 'registered-model':
      return sendRegisteredModel(sending, item);
    case 'model-version':
      return sendModelVersion(sending, item);
    case 'skipped':
      // Named by whoever reads; it is no loss of this export.
      return;
  }
};

const sendExperiment = async (sending: Sending, experiment: ForeignExperiment): Promise<void> => {
  const { id, name, stage, tags } = experiment;
  await sendOrSkip(sending, { subject: 'experiment', what: name }, async () => {
    const known = await findExperiment(sending, name);
    if (known !== null && textAt(known, 'experiment', 'lifecycle_stage') === 'deleted') {
      throw new RefusedByServer(
        'INVALID_STATE',
        'An experiment of this name is deleted there; restore it first.',
      );
    }
    const answer =
      known ??
      (await sending.http.send('POST', '/api/2.0/mlflow/experiments/create', { name, tags: toPairs(tags) }));
    const sentId =
      known === null ? textAt(answer, 'experiment_id') : textAt(known, 'experiment', 'experiment_id');
    sending.experiments.set(id, { id: sentId, isNew: known === null, isDeleted: stage === 'deleted' });
    sending.tally.count('experiments');
  });
};

const findExperiment = async ({ http }: Sending, name: string): Promise<Answer | null> => {
  try {
    return await http.get('/api/2.0/mlflow/experiments/get-by-name', { experiment_name: name });
  } catch (thrown) {
    if (thrown instanceof RefusedByServer && thrown.errorCode === 'RESOURCE_DOES_NOT_EXIST') return null;
    throw thrown;
  }
};

const sendRun = async (sending: Sending, run: ForeignRun): Promise<void> => {
  const experiment = sending.experiments.get(run.experimentId);
  if (experiment === undefined) {
    sending.tally.skip('run', run.id, 'Its experiment was not sent.', run.id);
    return;
  }
  await sendOrSkip(sending, { subject: 'run', what: run.id, runId: run.id }, async () => {
    const answer = await sending.http.send('POST', '/api/2.0/mlflow/runs/create', {
      experiment_id: experiment.id,
      start_time: run.startedAtMs ?? 0,
      user_id: run.user ?? '',
      run_name: run.name,
    });
    const id = textAt(answer, 'run', 'info', 'run_id');
    const artifactUri = textAt(answer, 'run', 'info', 'artifact_uri');
    sending.runs.set(run.id, { id, artifactUri, run });
    if (run.parentRunId !== null) sending.parents.set(id, run.parentRunId);
    sending.tally.count('runs');
  });
};

const withRun = async (
  { runs, tally }: Sending,
  runId: string,
  subject: SkippedSubject,
  send: (run: SentRun) => Promise<void>,
): Promise<void> => {
  const run = runs.get(runId);
  if (run === undefined) tally.skip(subject, runId, 'Its run was not sent.', runId);
  else await send(run);
};

const parentTag = 'mlflow.parentRunId';

/** The parent has another id there, which may not be known before the end. */
const sendTags = (sending: Sending, run: SentRun, entries: Entries): Promise<void> =>
  sendBatches(sending, run.id, 'tags', toPairs(entries.filter(([key]) => key !== parentTag)));

/** A logged model's metrics are logged to the run that measured them, in the model's name. */
const sendMetric = async (sending: Sending, metric: ForeignMetric): Promise<void> => {
  const { owner, key } = metric;
  if (owner.type === 'run') {
    return withRun(sending, owner.id, 'metric-point', (run) =>
      sendBatches(sending, run.id, 'metrics', toMetricEntries(metric)),
    );
  }
  const model = sending.models.get(owner.id);
  const run = metric.runId === null ? undefined : sending.runs.get(metric.runId);
  if (model === undefined || run === undefined) {
    const count = metric.points.steps.length;
    sending.tally.skip(
      'metric-point',
      key,
      `${owner.id} or the run that measured it was not sent.`,
      null,
      count,
    );
  } else await sendBatches(sending, run.id, 'metrics', toMetricEntries(metric, model.id));
};

const sendDataset = async (sending: Sending, run: SentRun, input: ForeignDatasetInput): Promise<void> => {
  await sendOrSkip(sending, { subject: 'dataset-input', what: input.name, runId: input.runId }, () =>
    sending.http.send('POST', '/api/2.0/mlflow/runs/log-inputs', {
      run_id: run.id,
      datasets: [
        {
          tags: toPairs(input.tags),
          dataset: {
            name: input.name,
            digest: input.digest,
            source_type: input.sourceType,
            source: input.source,
            ...(input.schema === null ? {} : { schema: input.schema }),
            ...(input.profile === null ? {} : { profile: input.profile }),
          },
        },
      ],
    }),
  );
};

const sendLoggedModel = async (sending: Sending, model: ForeignLoggedModel): Promise<void> => {
  const experiment = sending.experiments.get(model.experimentId);
  const run = model.sourceRunId === null ? undefined : sending.runs.get(model.sourceRunId);
  if (experiment === undefined || model.stage === 'deleted') {
    sending.tally.skip('logged-model', model.id, 'It is deleted, or its experiment was not sent.');
    return;
  }
  await sendOrSkip(sending, { subject: 'logged-model', what: model.id }, async () => {
    const answer = await sending.http.send('POST', '/api/2.0/mlflow/logged-models', {
      experiment_id: experiment.id,
      name: model.name,
      model_type: model.modelType ?? '',
      params: toPairs(model.parameters),
      tags: toPairs(model.tags),
      ...(run === undefined ? {} : { source_run_id: run.id }),
    });
    const id = textAt(answer, 'model', 'info', 'model_id');
    sending.models.set(model.id, { id, artifactUri: textAt(answer, 'model', 'info', 'artifact_uri') });
    const status = wireStatuses[model.status];
    if (status !== undefined)
      await sending.http.send('PATCH', `/api/2.0/mlflow/logged-models/${id}`, { model_id: id, status });
  });
};

/** A new model is pending. */
const wireStatuses: Readonly<Record<string, string>> = {
  ready: 'LOGGED_MODEL_READY',
  failed: 'LOGGED_MODEL_UPLOAD_FAILED',
};

const sendOwnedArtifact = async (sending: Sending, artifact: ForeignArtifact): Promise<void> => {
  const { type, id } = artifact.owner;
  const owner = type === 'run' ? sending.runs.get(id) : sending.models.get(id);
  if (owner === undefined)
    sending.tally.skip('artifact', artifact.path, `${id}, whose it is, was not sent.`, id);
  else await sendArtifact(sending, artifact, owner);
};

/** What needs the new ids of everything, and what closes runs and experiments for writing. */
const finish = async (sending: Sending): Promise<void> => {
  for (const link of sending.links) await sendLink(sending, link);
  for (const [id, parent] of sending.parents) {
    const value = sending.runs.get(parent)?.id ?? parent;
    await sendBatches(sending, id, 'tags', [{ key: parentTag, value }]);
  }
  await sendAliases(sending);
  for (const sent of sending.runs.values()) await closeRun(sending, sent);
  for (const { id, isNew, isDeleted } of sending.experiments.values()) {
    if (isNew && isDeleted) {
      await sendOrSkip(sending, { subject: 'other', what: `deletion of experiment ${id}` }, () =>
        sending.http.send('POST', '/api/2.0/mlflow/experiments/delete', { experiment_id: id }),
      );
    }
  }
};

const sendLink = (sending: Sending, link: ForeignModelLink): Promise<void> =>
  withRun(sending, link.runId, 'model-link', async (run) => {
    const model = sending.models.get(link.modelId);
    if (model === undefined) {
      sending.tally.skip('model-link', link.modelId, 'The model was not sent.', link.runId);
      return;
    }
    const isOutput = link.direction === 'output';
    await sendOrSkip(sending, { subject: 'model-link', what: link.modelId, runId: link.runId }, () =>
      sending.http.send('POST', `/api/2.0/mlflow/runs/${isOutput ? 'outputs' : 'log-inputs'}`, {
        run_id: run.id,
        models: [{ model_id: model.id, ...(isOutput ? { step: link.step } : {}) }],
      }),
    );
  });

const closeRun = async (sending: Sending, { id, run }: SentRun): Promise<void> => {
  await sendOrSkip(sending, { subject: 'other', what: `end of run ${run.id}`, runId: run.id }, async () => {
    await sending.http.send('POST', '/api/2.0/mlflow/runs/update', {
      run_id: id,
      status: run.status.toUpperCase(),
      ...(run.endedAtMs === null ? {} : { end_time: run.endedAtMs }),
    });
    if (run.stage === 'deleted')
      await sending.http.send('POST', '/api/2.0/mlflow/runs/delete', { run_id: id });
  });
};
