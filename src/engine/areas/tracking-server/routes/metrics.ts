import type { Reader } from '../../../ports/store-handles.ts';
import { findKeyNumber } from '../../../store/keys.ts';
import {
  type HistoryOrder,
  type HistoryPosition,
  historyBetween,
  historyPage,
  type StoredPoint,
} from '../../../store/run-metrics.ts';
import { findRunById } from '../../../store/runs.ts';
import { evenlyChosen } from '../evenly-chosen.ts';
import { defineRpc } from '../rpc.ts';
import { integer, list, present, required, text } from '../wire/fields.ts';
import { readPageToken, writePageToken } from '../wire/page-token.ts';
import { invalid } from '../wire/tracking-error.ts';
import { runFields, runIdOf } from './runs.ts';

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

const bulkRuns = (runIds: readonly string[], name: string): readonly string[] => {
  if (runIds.length === 0) throw invalid(`GetMetricHistoryBulk request must specify at least one ${name}.`);
  if (runIds.length > maxBulkRuns)
    throw invalid(
      `GetMetricHistoryBulk request cannot specify more than ${maxBulkRuns} ${name}s. Received ${runIds.length} ${name}s.`,
    );
  return runIds;
};

export const metricRpcs = [
  defineRpc({
    method: 'GET',
    path: '/metrics/get-history',
    since: '2.0',
    request: { ...runFields, metric_key: required(text), page_token: text, max_results: integer },
    answer: (request, { reader }) => {
      const after = positionOf(request.page_token);
      const series = seriesOf(reader, runIdOf(request), request.metric_key);
      if (series === undefined) return {};
      const limit =
        request.max_results === undefined || request.max_results <= 0 ? null : request.max_results;
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
    request: { run_id: list(present(text)), metric_key: required(text), max_results: integer },
    answer: ({ run_id, metric_key, max_results = maxBulkPoints }, { reader }) => {
      let left = Math.min(max_results, maxBulkPoints);
      const metrics = [...bulkRuns(run_id, 'run_id')].sort().flatMap((runId) => {
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
    request: {
      run_ids: list(present(text)),
      metric_key: required(text),
      start_step: integer,
      end_step: integer,
      max_results: integer,
    },
    answer: ({ run_ids, metric_key, start_step, end_step, max_results = 320 }, { reader }) => {
      if (max_results < 1 || max_results > maxIntervalPoints)
        throw invalid(`max_results must be between 1 and ${maxIntervalPoints}.`);
      if ((start_step === undefined) !== (end_step === undefined))
        throw invalid('If either start step or end step are specified, both must be specified.');
      if (start_step !== undefined && end_step !== undefined && start_step > end_step)
        throw invalid(
          `end_step must be greater than start_step. Found start_step=${start_step} and end_step=${end_step}.`,
        );
      const range = { from: start_step ?? Number.MIN_SAFE_INTEGER, to: end_step ?? Number.MAX_SAFE_INTEGER };
      const metrics = bulkRuns(run_ids, 'run_id').flatMap((runId) => {
        const series = seriesOf(reader, runId, metric_key);
        if (series === undefined) return [];
        const points = historyBetween(reader, { ...series, ...range });
        return evenlyChosen(points, max_results).map((point) => ({
          ...pointDocument(metric_key, point),
          run_id: runId,
        }));
      });
      return metrics.length === 0 ? {} : { metrics };
    },
  }),
];
