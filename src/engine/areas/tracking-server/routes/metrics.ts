import type { Reader } from '../../../ports/store-handles.ts';
import { findKeyNumber } from '../../../store/keys.ts';
import {
  type HistoryOrder,
  type HistoryPosition,
  historyPage,
  type StoredPoint,
} from '../../../store/run-metrics.ts';
import { findRunById } from '../../../store/runs.ts';
import { sampledHistory } from '../../../store/sampled-history.ts';
import { defineRpc } from '../rpc.ts';
import {
  integer,
  list,
  optionally,
  present,
  type Request,
  required,
  requiredList,
  text,
} from '../wire/fields.ts';
import { readPageToken, writePageToken } from '../wire/page-token.ts';
import { invalid } from '../wire/tracking-error.ts';
import { runFields } from './runs.ts';

const maxBulkRuns = 100;
const maxBulkPoints = 25_000;
const maxIntervalPoints = 2500;

const pointDocument = (key: string, { step, timestamp_ms, value, is_nan }: StoredPoint) => ({
  key,
  value: is_nan === 1 ? 'NaN' : value,
  timestamp: timestamp_ms,
  step,
});

/** The next page begins behind the last point of the one before, so that it needs no count of what came earlier. */
const positionOf = (token: string | undefined): HistoryPosition | undefined => {
  const state = readPageToken(token);
  if (state === undefined) return undefined;
  const { order, step, timestamp, value, nan } = state;
  const numbers = [step, timestamp, value, nan];
  if ((order !== 'step' && order !== 'time') || !numbers.every((part) => typeof part === 'number'))
    throw invalid(`Invalid page token: ${token}`);
  const [at, timestamp_ms, reached, is_nan] = numbers as [number, number, number, number];
  return { order, step: at, timestamp_ms, value: reached, is_nan };
};

const tokenOf = (order: HistoryOrder, { step, timestamp_ms, value, is_nan }: StoredPoint): string =>
  writePageToken({ order, step, timestamp: timestamp_ms, value, nan: is_nan });

const seriesOf = (reader: Reader, runId: string, key: string) => {
  const run = findRunById(reader, runId)?.number;
  const keyNumber = findKeyNumber(reader, key);
  return run === undefined || keyNumber === undefined ? undefined : { run, key: keyNumber };
};

const checkBulkRuns = ({ length }: readonly string[]): void => {
  if (length === 0) throw invalid('GetMetricHistoryBulk request must specify at least one run_id.');
  if (length > maxBulkRuns)
    throw invalid(
      `GetMetricHistoryBulk request cannot specify more than ${maxBulkRuns} run_ids. Received ${length} run_ids.`,
    );
};

const see = 'See the API docs for more information about request parameters.';

const intervalFields = {
  run_ids: requiredList(present(text)),
  metric_key: required(text),
  start_step: integer,
  end_step: integer,
  max_results: optionally(integer, 320),
} as const;

const checkInterval = (request: Request<typeof intervalFields>): void => {
  const { run_ids, start_step: start, end_step: end, max_results: limit } = request;
  if (run_ids.length > maxBulkRuns)
    throw invalid(
      `GetMetricHistoryBulkInterval request must specify at most ${maxBulkRuns} run_ids. Received ${run_ids.length} run_ids. ${see}`,
    );
  if (limit < 1 || limit > maxIntervalPoints)
    throw invalid(`max_results must be between 1 and ${maxIntervalPoints}. ${see}`);
  if ((start === undefined) !== (end === undefined))
    throw invalid('If either start step or end step are specified, both must be specified.');
  if (start !== undefined && end !== undefined && start > end)
    throw invalid(`end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`);
};

export const metricRpcs = [
  defineRpc({
    method: 'GET',
    path: '/metrics/get-history',
    since: '2.0',
    request: { ...runFields, metric_key: required(text), page_token: text, max_results: integer },
    answer: (request, { reader }) => {
      const { max_results: limit = null } = request;
      if (limit !== null && limit < 1)
        throw invalid(
          `Invalid value ${limit} for parameter 'max_results' supplied. It must be a positive integer.`,
        );
      const after = positionOf(request.page_token);
      const series = seriesOf(reader, request.run_id, request.metric_key);
      if (series === undefined) return {};
      const { points, order, hasMore } = historyPage(reader, { ...series, after, limit });
      if (points.length === 0) return {};
      return {
        metrics: points.map((point) => pointDocument(request.metric_key, point)),
        ...(hasMore ? { next_page_token: tokenOf(order, points.at(-1)!) } : {}),
      };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/metrics/get-history-bulk',
    since: '2.0',
    request: {
      run_id: list(present(text)),
      metric_key: text,
      max_results: optionally(integer, maxBulkPoints),
    },
    answer: ({ run_id, metric_key, max_results }, { reader }) => {
      checkBulkRuns(run_id);
      if (!metric_key) throw invalid('GetMetricHistoryBulk request must specify a metric_key.');
      let left = Math.min(max_results, maxBulkPoints);
      const metrics = [...run_id].sort().flatMap((runId) => {
        const series = seriesOf(reader, runId, metric_key);
        if (series === undefined || left <= 0) return [];
        const { points } = historyPage(reader, { ...series, after: undefined, limit: left });
        left -= points.length;
        return points.map((point) => ({ ...pointDocument(metric_key, point), run_id: runId }));
      });
      return { metrics };
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/metrics/get-history-bulk-interval',
    since: '2.0',
    request: intervalFields,
    answer: (request, { reader }) => {
      checkInterval(request);
      const { run_ids, metric_key, start_step, end_step, max_results: limit } = request;
      const range = { from: start_step ?? Number.MIN_SAFE_INTEGER, to: end_step ?? Number.MAX_SAFE_INTEGER };
      const metrics = run_ids.flatMap((runId) => {
        const series = seriesOf(reader, runId, metric_key);
        if (series === undefined) return [];
        return sampledHistory(reader, { ...series, ...range, limit }).map((point) => ({
          ...pointDocument(metric_key, point),
          run_id: runId,
        }));
      });
      return metrics.length === 0 ? {} : { metrics };
    },
  }),
];
