import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { spanInFile } from '../../../core/traces/span-in-file.ts';
import { isNamedByItsSpans } from '../../../core/traces/trace-id.ts';
import type { ForeignTrace } from '../../../ports/foreign-runs.ts';
import { isRunId } from '../mlflow/identifiers.ts';
import { artifactPlaceTag, spanFile, spansPlaceTag } from '../mlflow/trace-places.ts';
import { traceStateName } from '../mlflow/trace-state.ts';
import { copyFileOf } from './copy-artifact.ts';
import { type Target, uriOf, writeEntries } from './folder-target.ts';
import { traceFile } from './read-trace-folder.ts';
import { yamlOf } from './write-yaml-document.ts';

/** A trace as MLflow's file store keeps it, with its spans in a file among its artifacts. */
export const writeTrace = async (target: Target, trace: ForeignTrace): Promise<void> => {
  const { id, experimentId, tags, metadata, assessments } = trace;
  const experiment = target.experimentFolders.get(experimentId);
  if (experiment === undefined || !isRunId(id)) {
    target.tally.skip('trace', id, 'It has no valid id, or its experiment was not written.');
    return;
  }
  const folder = join(experiment, 'traces', id);
  for (const part of ['tags', 'request_metadata', 'artifacts', 'assessments'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, traceFile), yamlOf(infoOf(trace)));
  // Where MLflow will find it once a deleted experiment is restored, too.
  const place = uriOf(join(target.root, experimentId, 'traces', id, 'artifacts'));
  const own = tags.filter(([key]) => key !== spansPlaceTag && key !== artifactPlaceTag);
  writeEntries(target, join(folder, 'tags'), [...own, [artifactPlaceTag, place]], 'trace');
  writeEntries(target, join(folder, 'request_metadata'), metadata, 'trace');
  for (const assessment of assessments) {
    if (isRunId(assessment.id))
      writeFileSync(join(folder, 'assessments', `${assessment.id}.yaml`), yamlOf(assessment.document));
    else target.tally.skip('trace', id, `The id of an assessment, “${assessment.id}”, cannot be a file.`);
  }
  await writeFiles(target, trace, join(folder, 'artifacts'));
  target.tally.count('traces');
};

/** As MLflow 2 reads it where that holds all that is known of the trace, else as version 3 does. */
const infoOf = (trace: ForeignTrace): Readonly<Record<string, unknown>> => {
  const { id, experimentId, requestedAtMs, durationMs, state } = trace;
  const { clientRequestId, requestPreview, responsePreview } = trace;
  const isMore = [clientRequestId, requestPreview, responsePreview].some((text) => text !== null);
  if (!isMore && !isNamedByItsSpans(id))
    return {
      request_id: id,
      experiment_id: experimentId,
      timestamp_ms: requestedAtMs,
      execution_time_ms: durationMs,
      status: traceStateName(state, 'TRACE_STATUS_UNSPECIFIED'),
    };
  return {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(requestedAtMs).toISOString(),
    ...(durationMs === null ? {} : { execution_duration_ms: durationMs }),
    state: traceStateName(state, 'STATE_UNSPECIFIED'),
    ...(clientRequestId === null ? {} : { client_request_id: clientRequestId }),
    ...(requestPreview === null ? {} : { request_preview: requestPreview }),
    ...(responsePreview === null ? {} : { response_preview: responsePreview }),
  };
};

const writeFiles = async (
  { tally }: Target,
  { id, spans, files }: ForeignTrace,
  folder: string,
): Promise<void> => {
  let hasSpanFile = false;
  for (const file of files) {
    if (file.kind === 'skipped') continue;
    const isCopied = await copyFileOf(folder, { ...file, offset: 0 }, id, tally);
    if (file.path === spanFile) hasSpanFile = isCopied;
    else if (isCopied) tally.count('artifacts');
  }
  if (!hasSpanFile) await writeSpans(join(folder, spanFile), spans);
};

const spansBetweenTurns = 200;

/** Written as they are read: there may be tens of thousands, and others get their turn in between. */
const writeSpans = async (path: string, spans: ForeignTrace['spans']): Promise<void> => {
  const file = openSync(path, 'w');
  try {
    let count = 0;
    for (const span of spans) {
      if ('kind' in span) continue;
      writeSync(file, `${count === 0 ? '{"spans": [' : ', '}${spanInFile(span.document)}`);
      count += 1;
      if (count % spansBetweenTurns === 0) await setImmediate();
    }
    writeSync(file, count === 0 ? '{"spans": []}' : ']}');
  } finally {
    closeSync(file);
  }
};
