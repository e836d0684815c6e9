import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../../../shared/errors.ts';
import { loggedNumber } from '../../../shared/model/logged-number.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { OtlpSpan, SpanDocument } from '../../core/traces/otlp-span.ts';
import { spanOfDocument } from '../../core/traces/span-content.ts';
import type {
  ForeignItem,
  ForeignMetric,
  ForeignOwner,
  ForeignTraceFile,
  MetricPoints,
} from '../../ports/foreign-runs.ts';
import type { ObjectStore, Reader } from '../../ports/store-handles.ts';
import { linkedPlaceOf } from '../../store/artifact-place.ts';
import * as stored from '../../store/exported-runs.ts';
import { linkedPathsOf } from '../../store/linked-runs.ts';
import { type HistoryPosition, historyPage, type StoredPoint } from '../../store/run-metrics.ts';
import { artifactsOf } from '../../store/runs.ts';
import { artifactPlaceTag, tracePlace } from '../../store/trace-place.ts';
import { readableMs } from '../../store/traces.ts';
import { findVersionPlace } from '../../store/version-places.ts';

interface Parts {
  readonly reader: Reader;
  readonly objects: Pick<ObjectStore, 'pathOf'>;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

const runsInPage = 100;
const pointsInItem = 20_000;

/**
 * What the project has recorded, as other tools' runs are read: experiments with their runs, logged models and traces, then the registry. Others
 * get their turn after each run. With `experiment` only what belongs to it, and no registry.
 */
export async function* storedItems(parts: Parts, experiment: string | null): AsyncGenerator<ForeignItem> {
  const experiments = stored.experimentsToExport(parts.reader, experiment);
  const upTo = stored.lastRunToExport(parts.reader);
  for (const [index, one] of experiments.entries()) {
    parts.progress({ phase: `Writing ${one.name}`, completed: index, total: experiments.length });
    yield {
      ...{ kind: 'experiment', id: String(one.id), name: one.name, stage: one.lifecycle_stage },
      artifactLocation: one.artifact_location,
      createdAtMs: one.created_at_ms,
      updatedAtMs: one.updated_at_ms,
      tags: stored.parseEntries(one.tags_json),
    };
    yield* runItems(parts, one.id, upTo);
    for (const model of stored.loggedModelsToExport(parts.reader, one.id))
      yield* loggedModelItems(parts, one.id, model);
    yield* traceItems(parts, one.id);
  }
  if (experiment === null) yield* registryItems(parts);
}

/** Runs that are logged meanwhile are left for another time: whoever logs faster than this is read would keep it going for ever. */
async function* runItems(parts: Parts, experimentId: number, upTo: number): AsyncGenerator<ForeignItem> {
  for (let after = -1; ; ) {
    const page = stored.runsToExport(parts.reader, { experimentId, after, upTo, limit: runsInPage });
    for (const run of page) {
      yield* itemsOfRun(parts, experimentId, run);
      await setImmediate();
      parts.signal.throwIfAborted();
      after = run.number;
    }
    if (page.length < runsInPage) return;
  }
}

function* itemsOfRun(parts: Parts, experimentId: number, run: stored.RunToExport): Generator<ForeignItem> {
  const { reader } = parts;
  const { id, number } = run;
  yield {
    ...{ kind: 'run', id, experimentId: String(experimentId), name: run.name, status: run.status },
    stage: run.lifecycle_stage,
    startedAtMs: run.started_at_ms,
    endedAtMs: run.ended_at_ms,
    deletedAtMs: run.deleted_at_ms,
    user: run.user_name,
    parentRunId: run.parent_id,
    artifactUri: run.artifact_uri,
    artifactFolder: null,
  };
  yield { kind: 'parameters', runId: id, entries: stored.parseEntries(run.parameters_json) };
  yield { kind: 'tags', runId: id, entries: stored.parseEntries(run.tags_json) };
  for (const metric of stored.metricsToExport(reader, number)) yield* metricItems(reader, run, metric);
  for (const input of stored.datasetInputsToExport(reader, number)) {
    const { name, digest, source, schema, profile } = input;
    yield {
      ...{ kind: 'dataset-input', runId: id, name, digest, source, schema, profile },
      sourceType: input.source_type,
      tags: stored.parseEntries(input.tags_json),
    };
  }
  for (const link of stored.modelLinksToExport(reader, number))
    yield { kind: 'model-link', runId: id, ...link };
  for (const { digest, ...file } of artifactsOf(reader, id))
    yield digest === null
      ? linkedItem(reader, { type: 'run', id }, file.path)
      : artifactItem(parts, { type: 'run', id }, { ...file, digest });
}

function* metricItems(
  reader: Reader,
  run: stored.RunToExport,
  metric: { number: number; key: string },
): Generator<ForeignItem> {
  const owner: ForeignOwner = { type: 'run', id: run.id };
  const series = { run: run.number, key: metric.number, limit: pointsInItem };
  for (let after: HistoryPosition | undefined; ; ) {
    const { points, order, hasMore } = historyPage(reader, { ...series, after });
    yield { kind: 'metric', owner, key: metric.key, points: columnsOf(points), dataset: null, runId: null };
    const last = points.at(-1);
    if (!hasMore || last === undefined) return;
    after = { ...last, order };
  }
}

/** Infinities are kept as the largest doubles, and go out as what was logged. */
const columnsOf = (points: readonly StoredPoint[]): MetricPoints => ({
  steps: Float64Array.from(points, ({ step }) => step),
  timestampsMs: Float64Array.from(points, ({ timestamp_ms: atMs }) => atMs),
  values: Float64Array.from(points, (point) => (point.is_nan === 1 ? Number.NaN : loggedNumber(point.value))),
});

const artifactItem = (
  { objects }: Parts,
  owner: ForeignOwner,
  { path, digest, sizeBytes }: stored.FileToExport,
): ForeignItem => ({
  kind: 'artifact',
  owner,
  path,
  sizeBytes,
  file: objects.pathOf(digest),
  offset: 0,
});

/** What is gone from its source, or may not be read there, is named and left out. */
const linkedItem = (reader: Reader, owner: ForeignOwner, path: string): ForeignItem => {
  const runId = owner.type === 'run' ? owner.id : null;
  const skipped = { kind: 'skipped', subject: 'artifact', count: 1, file: path, line: null } as const;
  try {
    const place = linkedPlaceOf(reader, owner, path);
    if (place !== undefined)
      return {
        kind: 'artifact',
        owner,
        path,
        sizeBytes: place.sizeBytes,
        file: place.file,
        offset: place.start,
      };
    return { ...skipped, reason: 'It has gone meanwhile.', runId };
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    return { ...skipped, reason: thrown.message, runId };
  }
};

const statuses = { pending: 'pending', ready: 'ready', 'upload-failed': 'failed' } as const;

function* loggedModelItems(
  parts: Parts,
  experimentId: number,
  model: stored.LoggedModelToExport,
): Generator<ForeignItem> {
  const { id, name } = model;
  const owner: ForeignOwner = { type: 'logged-model', id };
  yield {
    ...{ kind: 'logged-model', id, experimentId: String(experimentId), name },
    status: statuses[model.status],
    statusMessage: model.status_message,
    stage: model.deleted_at_ms === null ? 'active' : 'deleted',
    modelType: model.model_type,
    sourceRunId: model.source_run_id,
    createdAtMs: model.created_at_ms,
    updatedAtMs: model.updated_at_ms,
    artifactUri: model.artifact_location,
    artifactFolder: null,
    parameters: stored.parseEntries(model.parameters_json),
    tags: stored.parseEntries(model.tags_json),
  };
  yield* loggedModelMetrics(owner, stored.loggedModelPoints(parts.reader, id));
  for (const file of stored.storedFilesBelow(parts.reader, `${experimentId}/models/${id}/artifacts`))
    yield artifactItem(parts, owner, file);
  for (const path of linkedPathsOf(parts.reader, owner)) yield linkedItem(parts.reader, owner, path);
}

function* loggedModelMetrics(
  owner: ForeignOwner,
  points: readonly stored.LoggedModelPointToExport[],
): Generator<ForeignMetric> {
  const groups = new Map<string, stored.LoggedModelPointToExport[]>();
  for (const point of points) {
    const series = JSON.stringify([point.key, point.run_id, point.dataset_name, point.dataset_digest]);
    const group = groups.get(series);
    if (group === undefined) groups.set(series, [point]);
    else group.push(point);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { key, run_id: runId, dataset_name: name, dataset_digest: digest } = first;
    yield {
      ...{ kind: 'metric', owner, key, points: columnsOf(group), runId: runId || null },
      dataset: name === null ? null : { name, digest: digest ?? '' },
    };
  }
}

const tracesInPage = 100;

async function* traceItems(parts: Parts, experimentId: number): AsyncGenerator<ForeignItem> {
  for (let after = ''; ; ) {
    const page = stored.tracesToExport(parts.reader, { experimentId, after, limit: tracesInPage });
    for (const trace of page) {
      yield traceItem(parts, experimentId, trace);
      await setImmediate();
      parts.signal.throwIfAborted();
      after = trace.id;
    }
    if (page.length < tracesInPage) return;
  }
}

const traceItem = (parts: Parts, experimentId: number, trace: stored.TraceToExport): ForeignItem => {
  const { id, state } = trace;
  const assessments = JSON.parse(trace.assessments_json) as stored.AssessmentToExport[];
  return {
    ...{ kind: 'trace', id, state, experimentId: String(experimentId) },
    requestedAtMs: readableMs(trace.requested_at_ms),
    durationMs: trace.duration_ms,
    clientRequestId: trace.client_request_id,
    requestPreview: trace.request_preview,
    responsePreview: trace.response_preview,
    tags: stored.parseEntries(trace.tags_json).filter(([key]) => key !== artifactPlaceTag),
    metadata: stored.parseEntries(trace.metadata_json),
    assessments: assessments.map(([assessmentId, kind, name, createdAtMs, documentJson]) => ({
      ...{ id: assessmentId, kind, name, createdAtMs },
      document: JSON.parse(documentJson) as Record<string, unknown>,
    })),
    spans: spansToExport(parts.reader, id),
    files: traceFiles(parts, id),
  };
};

function* spansToExport(reader: Reader, traceId: string): Generator<OtlpSpan> {
  for (const document of stored.spanDocumentsToExport(reader, traceId))
    yield spanOfDocument(JSON.parse(document) as SpanDocument);
}

function* traceFiles({ reader, objects }: Parts, traceId: string): Generator<ForeignTraceFile> {
  const place = tracePlace(reader, traceId);
  if (place === undefined) return;
  for (const { path, digest, sizeBytes } of stored.storedFilesBelow(reader, place))
    yield { kind: 'trace-file', path, sizeBytes, file: objects.pathOf(digest) };
}

function* registryItems({ reader }: Parts): Generator<ForeignItem> {
  for (const model of stored.modelsToExport(reader)) {
    const { id, name, description } = model;
    yield {
      ...{ kind: 'registered-model', name, description },
      createdAtMs: model.created_at_ms,
      updatedAtMs: model.updated_at_ms,
      tags: stored.parseEntries(model.tags_json),
      aliases: stored.parseEntries(model.aliases_json),
    };
    for (const version of stored.versionsToExport(reader, id)) yield versionItem(reader, name, version);
  }
}

const versionItem = (reader: Reader, name: string, row: stored.VersionToExport): ForeignItem => {
  const { version, description, stage } = row;
  const location = findVersionPlace(reader, `${name}/${version}`)?.location ?? null;
  if (location === null)
    return {
      ...{ kind: 'skipped', subject: 'model-version', count: 1, file: `${name}/${version}` },
      reason:
        'It was registered from a file and belongs to no run, so it has no place that MLflow could find it at.',
      ...{ line: null, runId: row.run_id },
    };
  return {
    ...{ kind: 'model-version', name, version, stage, description },
    user: row.user_name,
    status: 'READY',
    statusMessage: null,
    createdAtMs: row.registered_at_ms,
    updatedAtMs: row.updated_at_ms,
    runId: row.run_id,
    runLink: row.run_link,
    modelId: row.logged_model_id,
    source: row.source ?? location,
    storageLocation: row.storage_location,
    folder: null,
    tags: stored.parseEntries(row.tags_json),
  };
};
