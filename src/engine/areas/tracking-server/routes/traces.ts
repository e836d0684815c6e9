import type { TraceState } from '../../../../shared/model/trace.ts';
import { readTraceOrders } from '../../../core/query/mlflow/order-by.ts';
import { readTraceFilter } from '../../../core/query/mlflow/search-traces.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { findRunById } from '../../../store/runs.ts';
import { searchTraces, traceDocuments, traceInfoDocuments } from '../../../store/trace-documents.ts';
import { tagPlace } from '../../../store/trace-place.ts';
import { deleteTraceTag, setTraceMetadata, setTraceTag } from '../../../store/trace-tags.ts';
import {
  deleteTraces,
  describeTrace,
  expectTrace,
  findTraceExperiment,
  type TracesToDelete,
} from '../../../store/traces.ts';
import { defineRpc, ReadyJson } from '../rpc.ts';
import {
  integer,
  list,
  maxResults,
  message,
  oneOf,
  optionally,
  present,
  required,
  text,
  textMap,
  timestamp,
} from '../wire/fields.ts';
import { checkKey, maxTagLength, truncated } from '../wire/limits.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { traceDuration, traceTime } from '../wire/trace-times.ts';
import { doesNotExist, invalid } from '../wire/tracking-error.ts';
import { addAssessment, describedAssessment } from './assessment-message.ts';
import { activeExperimentOf, experimentNumbers, experimentOf } from './experiments.ts';

export const tracesAtMost = maxResults({ standard: 100, limit: 500 });
const maxPreviewLength = 10_000;
const mostLinks = 100;

/** As MLflow's clients make them. They send traces in the background, so that what is said of one can be here before it. */
const idOfTrace = /^tr-[0-9a-f]{32}$/;

const experimentPlace = message({ mlflow_experiment: message({ experiment_id: required(text) }) });

const states = ['STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'] as const;
const stateOf = (state: (typeof states)[number]): TraceState =>
  (({ STATE_UNSPECIFIED: 'unspecified', OK: 'ok', ERROR: 'error', IN_PROGRESS: 'in-progress' }) as const)[
    state
  ];

export const requireTrace = (reader: Reader, id: string): void => {
  if (findTraceExperiment(reader, id) === undefined) throw doesNotExist(`Trace with ID '${id}' not found.`);
};

/** MLflow's note that a client has described the trace. */
const finalized = { 'mlflow.trace.infoFinalized': 'true' };

const checkTag = (key: string): void => checkKey(key, { path: 'key', what: 'key' });

const whichToDelete = (request: {
  request_ids: readonly string[];
  max_timestamp_millis: number | undefined;
  max_traces: number | undefined;
}): TracesToDelete => {
  const { request_ids: ids, max_timestamp_millis: untilMs, max_traces: limit } = request;
  if (untilMs === undefined && ids.length === 0)
    throw invalid('Either `max_timestamp_millis` or `trace_ids` must be specified.');
  if (untilMs !== undefined && ids.length > 0)
    throw invalid('Only one of `max_timestamp_millis` and `trace_ids` can be specified.');
  if (untilMs === undefined && limit !== undefined)
    throw invalid("`max_traces` can't be specified if `trace_ids` is specified.");
  if (limit !== undefined && limit < 1)
    throw invalid(`\`max_traces\` must be a positive integer, received ${limit}.`);
  return untilMs === undefined ? { ids } : { untilMs, limit: limit ?? null };
};

const traceInfo = (reader: Reader, id: string): object => {
  const [info] = traceInfoDocuments(reader, [id]);
  if (info === undefined) throw doesNotExist(`Trace with ID '${id}' not found.`);
  return { trace: { trace_info: info } };
};

export const traceRpcs = [
  defineRpc({
    method: 'POST',
    path: '/traces',
    since: '3.0',
    request: {
      trace: present(
        message({
          trace_info: present(
            message({
              trace_id: required(text),
              client_request_id: text,
              trace_location: present(experimentPlace),
              request_preview: text,
              response_preview: text,
              request_time: present(traceTime(timestamp)),
              execution_duration: traceDuration,
              state: optionally(oneOf(states), 'STATE_UNSPECIFIED' as const),
              trace_metadata: optionally(textMap, {}),
              tags: optionally(textMap, {}),
              assessments: list(describedAssessment),
            }),
          ),
        }),
      ),
    },
    answer: async ({ trace: { trace_info: info } }, { reader, write, changed, ...surroundings }) => {
      const { trace_id: id, trace_location: place } = info;
      const experimentId = place.mlflow_experiment?.experiment_id;
      if (experimentId === undefined) throw invalid('A trace belongs to an experiment; it names none.');
      await write((writer) => {
        const experiment = activeExperimentOf(writer, experimentId);
        describeTrace(writer, {
          ...{ id, experimentId: experiment.id, requestedAtMs: info.request_time },
          durationMs: info.execution_duration ?? null,
          state: stateOf(info.state),
          clientRequestId: info.client_request_id ?? null,
          requestPreview: previewOf(info.request_preview),
          responsePreview: previewOf(info.response_preview),
        });
        tagPlace(writer, id);
        for (const [key, value] of Object.entries(info.tags))
          setTraceTag(writer, id, key, truncated(value, maxTagLength));
        for (const [key, value] of Object.entries({ ...info.trace_metadata, ...finalized }))
          setTraceMetadata(writer, id, key, truncated(value, maxTagLength));
        // What was said while the trace was still going on.
        for (const assessment of info.assessments) addAssessment(writer, id, assessment, surroundings);
      });
      changed('traces', [id]);
      return traceInfo(reader, id);
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces/get',
    since: '3.0',
    request: { trace_id: required(text) },
    answer: ({ trace_id }, { reader }) => {
      const [trace] = traceDocuments(reader, [trace_id]);
      if (trace === undefined) throw doesNotExist(`Trace with ID ${trace_id} is not found.`);
      return new ReadyJson(`{"trace":${trace}}`);
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces/batchGet',
    since: '3.0',
    request: { trace_ids: list(present(text)) },
    answer: ({ trace_ids }, { reader }) => {
      const traces = traceDocuments(reader, trace_ids);
      return traces.length === 0 ? {} : new ReadyJson(`{"traces":[${traces.join(',')}]}`);
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/traces/batchGetInfos',
    since: '3.0',
    request: { trace_ids: list(present(text)) },
    answer: ({ trace_ids }, { reader }) => {
      const infos = traceInfoDocuments(reader, trace_ids);
      return infos.length === 0 ? {} : { trace_infos: infos };
    },
  }),
  defineRpc({
    method: 'POST',
    path: '/traces/search',
    since: '3.0',
    request: {
      locations: list(present(experimentPlace)),
      filter: optionally(text, ''),
      max_results: tracesAtMost,
      order_by: list(present(text)),
      page_token: text,
    },
    answer: ({ locations, filter, order_by, page_token, max_results: limit }, { reader }) => {
      const offset = readOffset(page_token);
      const experiments = locations.flatMap((place) => place.mlflow_experiment?.experiment_id ?? []);
      const found = searchTraces(reader, {
        experimentIds: experimentNumbers(experiments),
        expression: readTraceFilter(filter),
        order: readTraceOrders(order_by),
        ...{ offset, limit: limit + 1 },
      });
      const traces = traceInfoDocuments(reader, found.slice(0, limit));
      return {
        ...(traces.length === 0 ? {} : { traces }),
        ...(found.length > limit ? { next_page_token: writePageToken({ offset: offset + limit }) } : {}),
      };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces/:trace_id',
    since: '3.0',
    request: { trace_id: required(text) },
    answer: ({ trace_id }, { reader }) => traceInfo(reader, trace_id),
  }),
  ...(['2.0', '3.0'] as const).flatMap((since) => [
    defineRpc({
      method: 'PATCH',
      path: '/traces/:trace_id/tags',
      since,
      request: { trace_id: required(text), key: required(text), value: optionally(text, '') },
      answer: async ({ trace_id, key, value }, { write, changed }) => {
        checkTag(key);
        await write((writer) => {
          requireTrace(writer, trace_id);
          setTraceTag(writer, trace_id, key, truncated(value, maxTagLength));
        });
        changed('traces', [trace_id]);
        return {};
      },
    }),
    defineRpc({
      method: 'DELETE',
      path: '/traces/:trace_id/tags',
      since,
      request: { trace_id: required(text), key: required(text) },
      answer: async ({ trace_id, key }, { write, changed }) => {
        await write((writer) => {
          requireTrace(writer, trace_id);
          if (!deleteTraceTag(writer, trace_id, key))
            throw doesNotExist(`No trace tag with key '${key}' for trace with ID '${trace_id}'`);
        });
        changed('traces', [trace_id]);
        return {};
      },
    }),
    defineRpc({
      method: 'POST',
      path: '/traces/delete-traces',
      since,
      request: {
        experiment_id: required(text),
        max_timestamp_millis: integer,
        max_traces: integer,
        request_ids: list(present(text)),
      },
      answer: async ({ experiment_id, ...request }, { write, changed }) => {
        const which = whichToDelete(request);
        const traces_deleted = await write((writer) =>
          deleteTraces(writer, experimentOf(writer, experiment_id).id, which),
        );
        changed('traces', []);
        return { traces_deleted };
      },
    }),
  ]),
  defineRpc({
    method: 'POST',
    path: '/traces/link-to-run',
    since: '2.0',
    request: { trace_ids: list(present(text)), run_id: required(text) },
    answer: async ({ trace_ids, run_id }, { write, clock, changed }) => {
      if (trace_ids.length > mostLinks)
        throw invalid(
          `Cannot link more than ${mostLinks} traces to a run in a single request. Provided ${trace_ids.length} traces.`,
        );
      await write((writer) => {
        for (const id of trace_ids) {
          const run = findRunById(writer, run_id);
          if (run !== undefined && idOfTrace.test(id))
            expectTrace(writer, { id, experimentId: run.experiment_id, nowMs: clock.nowMs() });
          requireTrace(writer, id);
          setTraceMetadata(writer, id, 'mlflow.sourceRun', run_id);
        }
      });
      changed('traces', trace_ids);
      return {};
    },
  }),
];

const previewOf = (preview: string | undefined): string | null =>
  preview === undefined ? null : truncated(preview, maxPreviewLength);
