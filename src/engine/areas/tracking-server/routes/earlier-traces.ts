import type { TraceState } from '../../../../shared/model/trace.ts';
import { readTraceOrders } from '../../../core/query/mlflow/order-by.ts';
import { readTraceFilter } from '../../../core/query/mlflow/search-traces.ts';
import type { Writer } from '../../../ports/store-handles.ts';
import { earlierTraceDocuments, searchTraces } from '../../../store/trace-documents.ts';
import { tagPlace } from '../../../store/trace-place.ts';
import { setTraceMetadata, setTraceTag } from '../../../store/trace-tags.ts';
import { describeTrace, endTrace } from '../../../store/traces.ts';
import { defineRpc } from '../rpc.ts';
import {
  integer,
  list,
  message,
  oneOf,
  optionally,
  present,
  required,
  requiredList,
  text,
} from '../wire/fields.ts';
import { maxTagLength, truncated } from '../wire/limits.ts';
import { readOffset, writePageToken } from '../wire/page-token.ts';
import { traceTime } from '../wire/trace-times.ts';
import { activeExperimentOf, experimentNumbers } from './experiments.ts';
import { requireTrace, tracesAtMost } from './traces.ts';

/**
 * Traces as clients from MLflow 2.14 to 2.22 send and read them: begun, ended, and searched; their spans are a file beside the trace's other
 * artifacts.
 */

const pairs = list(present(message({ key: required(text), value: optionally(text, '') })));
type Pairs = ReturnType<typeof pairs.read>;

const statuses = ['TRACE_STATUS_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'] as const;
const stateOf = (status: (typeof statuses)[number]): TraceState =>
  (
    ({
      TRACE_STATUS_UNSPECIFIED: 'unspecified',
      OK: 'ok',
      ERROR: 'error',
      IN_PROGRESS: 'in-progress',
    }) as const
  )[status];

const note = (
  writer: Writer,
  id: string,
  { tags, request_metadata }: { tags: Pairs; request_metadata: Pairs },
): void => {
  for (const { key, value } of tags) setTraceTag(writer, id, key, truncated(value, maxTagLength));
  for (const { key, value } of request_metadata)
    setTraceMetadata(writer, id, key, truncated(value, maxTagLength));
};

export const earlierTraceRpcs = [
  defineRpc({
    method: 'POST',
    path: '/traces',
    since: '2.0',
    request: {
      experiment_id: required(text),
      timestamp_ms: optionally(traceTime(integer), 0),
      request_metadata: pairs,
      tags: pairs,
    },
    answer: async ({ experiment_id, timestamp_ms, ...given }, { reader, write, ids, changed }) => {
      const id = ids.next();
      await write((writer) => {
        const experiment = activeExperimentOf(writer, experiment_id);
        describeTrace(writer, {
          ...{ id, experimentId: experiment.id, requestedAtMs: timestamp_ms },
          ...{ durationMs: null, state: 'in-progress', clientRequestId: null },
          ...{ requestPreview: null, responsePreview: null },
        });
        tagPlace(writer, id);
        note(writer, id, given);
      });
      changed('traces', [id]);
      return { trace_info: earlierTraceDocuments(reader, [id])[0] };
    },
  }),
  defineRpc({
    method: 'PATCH',
    path: '/traces/:request_id',
    since: '2.0',
    request: {
      request_id: required(text),
      timestamp_ms: optionally(traceTime(integer), 0),
      status: optionally(oneOf(statuses), 'TRACE_STATUS_UNSPECIFIED' as const),
      request_metadata: pairs,
      tags: pairs,
    },
    answer: async ({ request_id: id, timestamp_ms, status, ...given }, { reader, write, changed }) => {
      await write((writer) => {
        requireTrace(writer, id);
        endTrace(writer, id, { atMs: timestamp_ms, state: stateOf(status) });
        note(writer, id, given);
      });
      changed('traces', [id]);
      return { trace_info: earlierTraceDocuments(reader, [id])[0] };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces/:request_id/info',
    since: '2.0',
    request: { request_id: required(text) },
    answer: ({ request_id }, { reader }) => {
      requireTrace(reader, request_id);
      return { trace_info: earlierTraceDocuments(reader, [request_id])[0] };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/traces',
    since: '2.0',
    request: {
      experiment_ids: requiredList(present(text)),
      filter: optionally(text, ''),
      max_results: tracesAtMost,
      order_by: list(present(text)),
      page_token: text,
    },
    answer: ({ experiment_ids, filter, order_by, page_token, max_results: limit }, { reader }) => {
      const offset = readOffset(page_token);
      const found = searchTraces(reader, {
        experimentIds: experimentNumbers(experiment_ids),
        expression: readTraceFilter(filter),
        order: readTraceOrders(order_by),
        ...{ offset, limit: limit + 1 },
      });
      const traces = earlierTraceDocuments(reader, found.slice(0, limit));
      return {
        ...(traces.length === 0 ? {} : { traces }),
        ...(found.length > limit ? { next_page_token: writePageToken({ offset: offset + limit }) } : {}),
      };
    },
  }),
];
