import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, get, post, type RawRequest, unknownRun } from './request.ts';

/** Spans in JSON, and traces as clients of several generations read them. */

export const traceRoutes = ({ experiment, run }: RawFixture): RawRequest[] => {
  const earlier = `${api}/traces`;
  const unknownTrace = `tr-${unknownRun}`;
  const spans = (name: string, body: unknown, headers: Record<string, string> = {}) =>
    post(`spans: ${name}`, '/v1/traces', body, {
      'content-type': 'application/json',
      'x-mlflow-experiment-id': experiment,
      ...headers,
    });
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name: 'step',
    kind: 1,
    startTimeUnixNano: '1744298640000000000',
    endTimeUnixNano: 1744298640250000000,
    attributes: [
      { key: 'text', value: { stringValue: 'größe' } },
      { key: 'whole', value: { intValue: '9007199254740993' } },
      { key: 'small', value: { intValue: 7 } },
      { key: 'real', value: { doubleValue: 0.5 } },
      { key: 'yes', value: { boolValue: true } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } } },
      { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { stringValue: 'v' } }] } } },
    ],
    events: [{ timeUnixNano: '1744298640100000000', name: 'happened', attributes: [] }],
    status: { code: 1 },
  };
  const child = {
    ...span,
    spanId: 'eee19b7ec3c1b175',
    parentSpanId: span.spanId,
    name: 'inner',
    kind: 'SPAN_KIND_CLIENT',
  };
  const request = (...all: object[]) => ({
    resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: all }] }],
  });
  const read = (name: string, path: string) => get(`traces: ${name}`, path);
  return [
    spans('none', {}),
    spans('no JSON', '{'),
    spans('a list', '[]'),
    spans('of another type', 'x', { 'content-type': 'text/plain' }),
    spans('without type', 'x', { 'content-type': '' }),
    spans('without experiment', request(span), { 'x-mlflow-experiment-id': '' }),
    spans('of an unknown experiment', request(span), { 'x-mlflow-experiment-id': '999999' }),
    spans('without ids', request({ name: 'step' })),
    spans('odd id', request({ ...span, traceId: 'xyz' })),
    spans('two', request(span, child)),
    spans('with charset', request({ ...span, traceId: 'a'.repeat(32) }), {
      'content-type': 'application/json; charset=utf-8',
    }),
    spans('of a run', request({ ...span, traceId: 'b'.repeat(32) }), { 'x-mlflow-run-id': run }),
    read('what the spans made', `/api/3.0/mlflow/traces/get?trace_id=tr-${span.traceId}`),
    read('its head', `/api/3.0/mlflow/traces/tr-${span.traceId}`),
    read('its head, as before', `${earlier}/tr-${span.traceId}/info`),
    read('of a run', `/api/3.0/mlflow/traces/tr-${'b'.repeat(32)}`),
    read('as a file', `${ajax}/get-trace-artifact?request_id=tr-${span.traceId}`),
    read('unknown', `/api/3.0/mlflow/traces/get?trace_id=${unknownTrace}`),
    read('unknown, its head', `/api/3.0/mlflow/traces/${unknownTrace}`),
    read('unknown, as a file', `${ajax}/get-trace-artifact?request_id=${unknownTrace}`),
    post('earlier traces: begun', earlier, {
      experiment_id: experiment,
      timestamp_ms: 1000,
      request_metadata: [{ key: 'mlflow.traceInputs', value: '{"x": 1}' }],
      tags: [{ key: 'mlflow.traceName', value: 'old' }],
    }),
    post('earlier traces: nothing given', earlier, {}),
    post('earlier traces: in an unknown experiment', earlier, { experiment_id: '999999', timestamp_ms: 1 }),
    {
      name: 'earlier traces: end of an unknown one',
      method: 'PATCH',
      path: `${earlier}/${unknownTrace}`,
      body: { timestamp_ms: 5, status: 'OK' },
    },
    read('earlier, unknown', `${earlier}/${unknownTrace}/info`),
    get(
      'earlier traces: found',
      `${earlier}?experiment_ids=${experiment}&order_by=timestamp_ms%20ASC&max_results=50`,
    ),
    get('earlier traces: found in no experiment', earlier),
    get('earlier traces: too many', `${earlier}?experiment_ids=${experiment}&max_results=501`),
    {
      name: 'earlier traces: tag of an unknown one',
      method: 'PATCH',
      path: `${earlier}/${unknownTrace}/tags`,
      body: { key: 'a', value: 'b' },
    },
    post('traces: deleted neither way', `${earlier}/delete-traces`, { experiment_id: experiment }),
    post('traces: calculate correlation', '/api/3.0/mlflow/traces/calculate-filter-correlation', {}),
    post('traces: figures', '/api/3.0/mlflow/traces/metrics', {}),
  ];
};
