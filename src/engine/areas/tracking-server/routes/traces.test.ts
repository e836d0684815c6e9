import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  anyText,
  otlpRequest,
  type TestSpan,
  testTraceId,
} from '../../../../../test/support/otlp-request.ts';
import { openTrackingHttp } from '../../../../../test/support/tracking-http.ts';
import { spanOutlines } from '../../../store/trace-details.ts';
import { countTraces, traceRows } from '../../../store/trace-lists.ts';

const trace_id = `tr-${testTraceId}`;
const root: TestSpan = {
  id: '0000000000000001',
  name: 'answer',
  startMs: 1000,
  endMs: 1250,
  attributes: {
    'mlflow.spanInputs': anyText('{"x": 1}'),
    'mlflow.spanType': anyText('CHAIN'),
    'mlflow.traceTag.team': anyText('red'),
    'mlflow.traceRequestId': anyText('tr-of-another'),
  },
};
const child: TestSpan = {
  id: '0000000000000002',
  parentId: root.id,
  name: 'look up',
  startMs: 1050,
  endMs: 1100,
};
const api = '/api/3.0/mlflow/traces';

const openTraces = () => {
  const opened = openTrackingHttp();
  const { app, call } = opened;
  const send = (
    spans: readonly TestSpan[],
    headers: Record<string, string> = {},
    body = otlpRequest(spans),
  ) =>
    app.inject({
      method: 'POST',
      url: '/v1/traces',
      headers: {
        host: 'localhost',
        'content-type': 'application/x-protobuf',
        'x-mlflow-experiment-id': '0',
        ...headers,
      },
      payload: body,
    });
  const describe = (id: string, more: object = {}) =>
    call('POST', api, {
      trace: {
        trace_info: {
          trace_id: id,
          trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
          request_time: '2026-01-02T03:04:05.678Z',
          ...more,
        },
      },
    });
  const search = async (given: object) => {
    const locations = [{ mlflow_experiment: { experiment_id: '0' } }];
    const { status, body } = await call('POST', `${api}/search`, { locations, ...given });
    const { traces = [], ...rest } = body as unknown as { traces?: { trace_id: string }[] };
    return { status, ids: traces.map((trace) => trace.trace_id), ...rest };
  };
  return { ...opened, send, describe, search };
};

describe('spans', () => {
  it('make a trace, which is what its client says of it once it says so', async () => {
    const { app, call, send, describe: say, services } = openTraces();
    const { reader } = services.store;
    expect((await send([child])).statusCode).toBe(200);
    const [row] = traceRows(reader, [trace_id]);
    expect(row).toMatchObject({ state: 'in-progress', durationMs: 50, name: '' });
    const packed = gzipSync(otlpRequest([root]));
    expect((await send([], { 'content-encoding': 'gzip', 'x-mlflow-run-id': 'r' }, packed)).statusCode).toBe(
      200,
    );
    const seen = {
      name: 'answer',
      state: 'ok',
      requestedAtMs: 1000,
      durationMs: 250,
      runId: 'r',
      spanCount: 2,
    };
    expect(countTraces(reader, { run: 'r' })).toBe(1);
    expect(traceRows(reader, [trace_id])).toMatchObject([{ ...seen, requestPreview: '{"x": 1}' }]);
    expect(spanOutlines(reader, trace_id)).toMatchObject([
      { id: root.id, parentId: null, type: 'CHAIN', startMs: 0, durationMs: 250 },
      { id: child.id, parentId: root.id, type: 'UNKNOWN', startMs: 50, durationMs: 50 },
    ]);
    const { body } = await say(trace_id, {
      execution_duration: '0.3s',
      state: 'ERROR',
      tags: { 'mlflow.traceName': 'mine' },
    });
    const info = {
      trace_id,
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
      request_time: '2026-01-02T03:04:05.678Z',
      execution_duration: '0.300s',
      state: 'ERROR',
      request_preview: '{"x": 1}',
      trace_metadata: { 'mlflow.sourceRun': 'r', 'mlflow.trace.infoFinalized': 'true' },
      tags: {
        'mlflow.artifactLocation': `mlflow-artifacts:/0/traces/${trace_id}/artifacts`,
        'mlflow.trace.spansLocation': 'TRACKING_STORE',
        'mlflow.traceName': 'mine',
        team: 'red',
      },
    };
    expect(body).toEqual({ trace: { trace_info: info } });
    await send([child]);
    expect((await call('GET', `${api}/${trace_id}`)).body).toEqual(body);
    for (const [path, given] of [
      ['get', { trace_id }],
      ['batchGet', { trace_ids: trace_id }],
    ] as const) {
      const answer = (await call('GET', `${api}/${path}`, given)).body as {
        trace?: object;
        traces?: object[];
      };
      expect(answer.trace ?? answer.traces?.[0]).toMatchObject({
        trace_info: info,
        spans: [
          {
            name: 'answer',
            start_time_unix_nano: 1_000_000_000,
            attributes: expect.arrayContaining([
              { key: 'mlflow.traceRequestId', value: { string_value: trace_id } },
            ]),
          },
          { name: 'look up', parent_span_id: 'AAAAAAAAAAE=' },
        ],
      });
    }
    const url = `/ajax-api/3.0/mlflow/get-trace-artifact?request_id=${trace_id}`;
    const file = await app.inject({ method: 'GET', url, headers: { host: 'localhost' } });
    expect(file.json()).toMatchObject({ spans: [{ start_time_unix_nano: 1_000_000_000 }, {}] });
    // Clients before MLflow 3.6 look for it among the trace's artifacts.
    const place = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${trace_id}/artifacts/traces.json`;
    const artifact = await app.inject({ method: 'GET', url: place, headers: { host: 'localhost' } });
    expect(artifact.body).toBe(file.body);
    const other = place.replace(trace_id, 'tr-none');
    expect((await app.inject({ method: 'GET', url: other, headers: { host: 'localhost' } })).statusCode).toBe(
      404,
    );
  });

  it.each([
    ['no spans', [], {}],
    ['another type', [root], { 'content-type': 'text/plain' }],
    ['no JSON', [root], { 'content-type': 'application/json' }],
    ['packed otherwise', [root], { 'content-encoding': 'br' }],
    ['packed wrongly', [root], { 'content-encoding': 'gzip' }],
    ['of no experiment', [root], { 'x-mlflow-experiment-id': 'abc' }],
  ] as const)('are refused: %s', async (_name, spans, headers) => {
    const { send } = openTraces();
    const answer = await send(spans, headers);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { message: expect.any(String) }]);
  });

  it.each(['1.5', '1e300', '-1', '"many"'])(
    'are taken whatever their tokens are said to be: %s',
    async (tokens) => {
      const { send, services } = openTraces();
      const usage = anyText(`{"input_tokens": ${tokens}, "output_tokens": 2}`);
      const attributes = { 'mlflow.chat.tokenUsage': usage };
      expect((await send([{ ...root, attributes }])).statusCode).toBe(200);
      expect(traceRows(services.store.reader, [trace_id])).toMatchObject([
        { tokens: { output: 2, total: 2 } },
      ]);
    },
  );

  it('are refused without the header that names their experiment, and without identifiers', async () => {
    const { app, send } = openTraces();
    expect((await send([{ id: '01' }])).statusCode).toBe(422);
    const headers = { host: 'localhost', 'content-type': 'application/x-protobuf' };
    const payload = otlpRequest([root]);
    expect((await app.inject({ method: 'POST', url: '/v1/traces', headers, payload })).statusCode).toBe(422);
  });

  it('come in JSON, too, and keep numbers of 64 bits', async () => {
    const { app, call, send } = openTraces();
    const request = `{"resourceSpans": [{"scopeSpans": [{"spans": [{
      "traceId": "${testTraceId}", "spanId": "${root.id}", "name": "json", "kind": 2, "startTimeUnixNano": 1744298640123456789,
      "attributes": [{"key": "n", "value": {"intValue": "9007199254740993"}}]}]}]}]}`;
    const answer = await send(
      [],
      { 'content-type': 'application/json; charset=utf-8' },
      Buffer.from(request, 'utf8'),
    );
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
      200,
      expect.stringMatching(/^application\/json/),
      {},
    ]);
    const headers = { host: 'localhost' };
    const { payload } = await app.inject({ method: 'GET', url: `${api}/get?trace_id=${trace_id}`, headers });
    expect(payload).toContain('"kind":"SPAN_KIND_SERVER"');
    expect(payload).toContain('"int_value":9007199254740993');
    expect(payload).toContain('"start_time_unix_nano":1744298640123456789');
    const url = `/ajax-api/3.0/mlflow/get-trace-artifact?request_id=${trace_id}`;
    expect((await app.inject({ method: 'GET', url, headers })).payload).toContain(
      '"attributes": {"n": "9007199254740993", "mlflow.traceRequestId"',
    );
    expect((await call('GET', `${api}/${trace_id}`)).body).toMatchObject({
      trace: { trace_info: { request_time: '2025-04-10T15:24:00.123Z', state: 'IN_PROGRESS' } },
    });
  });
});

it('spans in JSON hold nothing that clients could not read again', async () => {
  const { app, send } = openTraces();
  const one = (value: object) => {
    const span = {
      ...{ traceId: testTraceId, spanId: root.id, name: 'cut \ud83c', startTimeUnixNano: '5' },
      attributes: [{ key: '\udf89', value }],
    };
    const request = { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
    return send([], { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(request)));
  };
  let deep: object = { stringValue: 'x' };
  for (let level = 0; level < 40; level += 1) deep = { kvlistValue: { values: [{ key: 'k', value: deep }] } };
  for (const refused of [deep, { bytesValue: 'x' }]) expect((await one(refused)).statusCode).toBe(400);
  expect(
    (await one({ arrayValue: { values: [{ bytesValue: '_w' }, { stringValue: '\ud83c' }] } })).statusCode,
  ).toBe(200);
  const { payload } = await app.inject({
    ...{ method: 'GET', url: `${api}/get?trace_id=${trace_id}`, headers: { host: 'localhost' } },
  });
  expect(JSON.parse(payload)).toMatchObject({
    trace: {
      spans: [
        {
          name: 'cut \u{fffd}',
          attributes: [
            {
              key: '\u{fffd}',
              value: { array_value: { values: [{ bytes_value: '/w==' }, { string_value: '\u{fffd}' }] } },
            },
            expect.anything(),
          ],
        },
      ],
    },
  });
});

describe('assessments that come with their trace', () => {
  it('keep the ids that they have, unless those are of another trace', async () => {
    const { call, describe: say } = openTraces();
    const assessment = {
      ...{ assessment_id: 'a-1', assessment_name: 'good', feedback: { value: true } },
      create_time: '2026-01-02T03:04:05Z',
    };
    const told = async (id: string, more: object) => {
      const { body } = await say(id, more);
      return (body as unknown as { trace: { trace_info: { assessments: object[] } } }).trace.trace_info
        .assessments;
    };
    const nameless = { assessments: [{ ...assessment, assessment_name: '' }] };
    expect((await say('tr-1', nameless)).status).toBe(400);
    expect(await told('tr-1', { assessments: [assessment] })).toEqual([
      {
        ...{ ...assessment, create_time: '2026-01-02T03:04:05.000Z', trace_id: 'tr-1' },
        ...{ last_update_time: expect.any(String), valid: true },
      },
    ]);
    const others = [assessment, { assessment_name: 'right', expectation: { value: 1 } }];
    const ids = (await told('tr-2', { assessments: others })).map(
      (each) => ({ ...each }) as { assessment_id: string },
    );
    expect(ids.map(({ assessment_id }) => assessment_id)).not.toContain('a-1');
    expect(ids).toHaveLength(2);
    expect((await call('GET', `${api}/tr-1/assessments/a-1`)).body).toMatchObject({
      assessment: { feedback: { value: true } },
    });
  });
});

describe('what spans say of their conversation', () => {
  const of = (attributes: Record<string, string>): TestSpan => ({
    ...root,
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, anyText(value)])),
  });
  const metadataAfter = async (spans: readonly TestSpan[], described?: object) => {
    const { call, send, describe: say } = openTraces();
    if (described !== undefined) await say(trace_id, { trace_metadata: described });
    await send(spans);
    const { body } = await call('GET', `${api}/${trace_id}`);
    const { trace } = body as unknown as {
      trace: { trace_info: { trace_metadata?: Record<string, string> } };
    };
    const { 'mlflow.trace.session': session, 'mlflow.trace.user': user } =
      trace.trace_info.trace_metadata ?? {};
    return { session, user };
  };

  it.each([
    [[of({ 'session.id': 's', 'user.id': 'ada' })], { session: 's', user: 'ada' }],
    [[of({ 'session.id': '"s"', 'user.id': '7' })], { session: 's', user: '7' }],
    [[of({ 'gen_ai.conversation.id': 'c' })], { session: 'c' }],
    [[of({ 'gen_ai.conversation.id': 'c', 'session.id': 's' })], { session: 's' }],
    [[of({}), { ...of({ 'session.id': 's' }), id: child.id, parentId: root.id }], { session: 's' }],
    [[of({})], {}],
  ])('is kept of the trace: %#', async (spans, kept) => {
    expect(await metadataAfter(spans)).toEqual(kept);
  });

  it('does not replace what the client says of the trace', async () => {
    const said = { 'mlflow.trace.session': 'said' };
    expect(await metadataAfter([of({ 'session.id': 's' })], said)).toEqual({ session: 'said' });
  });
});

it('the beginnings of what went in and came out stay when the description names none', async () => {
  const { call, send, describe: say } = openTraces();
  await send([root]);
  const read = async () => (await call('GET', `${api}/${trace_id}`)).body;
  await say(trace_id);
  expect(await read()).toHaveProperty('trace.trace_info.request_preview', '{"x": 1}');
  await say(trace_id, { request_preview: 'x' });
  expect(await read()).toHaveProperty('trace.trace_info.request_preview', 'x');
});

describe('traces that are linked to a run', () => {
  const openRun = async () => {
    const opened = openTraces();
    const run_id = await opened.createRun();
    const link = (trace_ids: readonly string[], run = run_id) =>
      opened.call('POST', 'traces/link-to-run', { trace_ids, run_id: run });
    return { ...opened, run_id, link };
  };

  it('may be on their way still, and are made of what comes', async () => {
    const { call, send, search, run_id, link } = await openRun();
    expect((await link([trace_id])).status).toBe(200);
    expect(await search({ filter: `attributes.run_id = '${run_id}'` })).toEqual({
      status: 200,
      ids: [trace_id],
    });
    await send([root]);
    expect(await search({ filter: `run_id = '${run_id}'` })).toEqual({ status: 200, ids: [trace_id] });
    expect((await call('GET', `${api}/${trace_id}`)).body).toMatchObject({
      trace: { trace_info: { state: 'OK', request_time: '1970-01-01T00:00:01.000Z' } },
    });
  });

  it('have an id that a client can have made, belong to a run that there is, and are a hundred at most', async () => {
    const { describe: say, search, link } = await openRun();
    await say('tr-1');
    expect((await link(['tr-1'])).status).toBe(200);
    expect((await link(['tr-1', 'tr-2'])).status).toBe(404);
    expect((await link([trace_id], 'f'.repeat(32))).status).toBe(404);
    expect(await link(Array.from({ length: 101 }, () => 'tr-1'))).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Cannot link more than 100 traces') },
    });
    expect(await search({})).toEqual({ status: 200, ids: ['tr-1'] });
  });
});

describe('times of traces', () => {
  it.each(['9223372036854775808', '18446744073709551616', '-5', '9'.repeat(400)])(
    'of spans are refused where they cannot be kept: %s',
    async (startTimeUnixNano) => {
      const { send } = openTraces();
      const spans = [{ traceId: testTraceId, spanId: root.id, startTimeUnixNano }];
      const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
      expect((await send([], { 'content-type': 'application/json' }, body)).statusCode).toBe(400);
      const late = { ...root, startMs: 2 ** 63 / 1e6 };
      expect((await send([late])).statusCode).toBe(400);
    },
  );

  it('are refused where clients could not read them', async () => {
    const { call, describe: say } = openTraces();
    for (const timestamp_ms of [9_000_000_000_000_000, 253_402_300_800_000, -62_135_596_800_001]) {
      const begun = await call('POST', 'traces', { experiment_id: '0', timestamp_ms });
      expect([begun.status, begun.body]).toMatchObject([400, { error_code: 'INVALID_PARAMETER_VALUE' }]);
    }
    await say('tr-1');
    expect((await call('PATCH', 'traces/tr-1', { timestamp_ms: 9_000_000_000_000_000 })).status).toBe(400);
    for (const wrong of [
      { request_time: '+010000-01-01T00:00:00Z' },
      { execution_duration: '999999999999999999999s' },
    ])
      expect((await say('tr-1', wrong)).status).toBe(400);
    expect((await say('tr-1', { request_time: '9999-12-31T23:59:59.999Z' })).status).toBe(200);
  });

  it('that earlier versions took are read as the last one that clients can read', async () => {
    const { call, describe: say, search, services } = openTraces();
    const { reader } = services.store;
    await say('tr-1');
    services.store.write((writer) => writer.run('UPDATE traces SET requested_at_ms = 9000000000000000'));
    expect((await call('GET', `${api}/tr-1`)).body).toMatchObject({
      trace: { trace_info: { request_time: '9999-12-31T23:59:59.999Z' } },
    });
    expect(await search({})).toEqual({ status: 200, ids: ['tr-1'] });
    expect(traceRows(reader, ['tr-1'])).toMatchObject([{ requestedAtMs: 253_402_300_799_999 }]);
  });
});

describe('a trace of another experiment', () => {
  it('moves to the one that its client describes it in, and spans stay with it', async () => {
    const { call, send, describe: say } = openTraces();
    await call('POST', 'experiments/create', { name: 'other' });
    const place = async () => {
      const { body } = await call('GET', `${api}/${trace_id}`);
      const { trace_info } = (
        body as unknown as { trace: { trace_info: { trace_location: object; tags: object } } }
      ).trace;
      return [trace_info.trace_location, trace_info.tags];
    };
    const at = (experiment_id: string) => [
      { mlflow_experiment: { experiment_id } },
      { 'mlflow.artifactLocation': `mlflow-artifacts:/${experiment_id}/traces/${trace_id}/artifacts` },
    ];
    await send([root]);
    await send([child], { 'x-mlflow-experiment-id': '1' });
    expect(await place()).toMatchObject(at('0'));
    const trace_location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '1' } };
    await say(trace_id, { trace_location });
    expect(await place()).toMatchObject(at('1'));
    await send([child]);
    expect(await place()).toMatchObject(at('1'));
  });
});

describe('a trace of clients before MLflow 3', () => {
  it('is begun, ended, found and read', async () => {
    const { call, services } = openTraces();
    const metadata = [{ key: 'mlflow.traceInputs', value: 'x'.repeat(300) }];
    const begun = await call('POST', 'traces', {
      experiment_id: '0',
      timestamp_ms: 1000,
      request_metadata: metadata,
      tags: [{ key: 'mlflow.traceName', value: 'old' }],
    });
    const { request_id } = (begun.body as unknown as { trace_info: { request_id: string } }).trace_info;
    const place = `mlflow-artifacts:/0/traces/${request_id}/artifacts`;
    const info = {
      request_id,
      experiment_id: '0',
      timestamp_ms: 1000,
      execution_time_ms: 0,
      status: 'IN_PROGRESS',
      request_metadata: [{ key: 'mlflow.traceInputs', value: 'x'.repeat(250) }],
      tags: [
        { key: 'mlflow.artifactLocation', value: place },
        { key: 'mlflow.traceName', value: 'old' },
      ],
    };
    expect(begun.body).toEqual({ trace_info: info });
    const end = { timestamp_ms: 1250, status: 'OK', tags: [{ key: 'own', value: 'tag' }] };
    const ended = {
      ...info,
      ...{ execution_time_ms: 250, status: 'OK', tags: [...info.tags, { key: 'own', value: 'tag' }] },
    };
    expect((await call('PATCH', `traces/${request_id}`, end)).body).toEqual({ trace_info: ended });
    const told = { type: 'changed', topic: 'traces', ids: [request_id] };
    expect(services.events).toMatchObject([told, told]);
    expect((await call('GET', `traces/${request_id}/info`)).body).toEqual({ trace_info: ended });
    const found = async (given: object) =>
      (await call('GET', 'traces', { experiment_ids: '0', ...given })).body;
    expect(await found({ filter: "attributes.status = 'OK'" })).toEqual({ traces: [ended] });
    expect(await found({ filter: "attributes.status = 'ERROR'" })).toEqual({});
    expect((await call('GET', `${api}/${request_id}`)).body).toMatchObject({
      trace: { trace_info: { state: 'OK', execution_duration: '0.250s' } },
    });
    for (const refused of [
      await call('GET', 'traces'),
      await call('PATCH', 'traces/none', end),
      await call('GET', 'traces/none/info'),
    ])
      expect(refused.status).toBeGreaterThanOrEqual(400);
  });
});

describe('a trace', () => {
  it('has tags, and goes with everything that belongs to it', async () => {
    const { call, send, describe: say, services } = openTraces();
    await send([root]);
    for (const since of ['2.0', '3.0']) {
      const tags = `/api/${since}/mlflow/traces/${trace_id}/tags`;
      expect((await call('PATCH', tags, { key: 'k', value: 'v' })).status).toBe(200);
      expect((await call('DELETE', tags, { key: 'k' })).status).toBe(200);
      expect((await call('DELETE', tags, { key: 'k' })).status).toBe(404);
    }
    await say('tr-late', { request_time: '2027-01-01T00:00:00Z' });
    const remove = (given: object) => call('POST', 'traces/delete-traces', { experiment_id: '0', ...given });
    for (const wrong of [{}, { max_traces: 1 }, { max_timestamp_millis: 1, request_ids: ['a'] }])
      expect((await remove(wrong)).status).toBe(400);
    expect((await remove({ max_timestamp_millis: 5000 })).body).toEqual({ traces_deleted: 1 });
    expect((await remove({ request_ids: ['tr-late', 'none'] })).body).toEqual({ traces_deleted: 1 });
    const { reader } = services.store;
    for (const table of ['traces', 'spans', 'trace_tags', 'trace_metadata'])
      expect(reader.all(`SELECT * FROM ${table}`), table).toEqual([]);
    expect((await call('GET', `${api}/${trace_id}`)).status).toBe(404);
  });

  it('is assessed, and assessed differently later', async () => {
    const { call, describe: say } = openTraces();
    await say('tr-1');
    const path = `${api}/tr-1/assessments`;
    const feedback = {
      assessment_name: 'good',
      source: { source_type: 'HUMAN', source_id: 'ada' },
      feedback: { value: true },
    };
    const add = async (more: object = {}): Promise<string> => {
      const { body } = await call('POST', path, { assessment: { ...feedback, ...more } });
      return (body as unknown as { assessment: { assessment_id: string } }).assessment.assessment_id;
    };
    const id = await add();
    expect((await call('GET', `${path}/${id}`)).body).toEqual({
      assessment: {
        ...feedback,
        assessment_id: id,
        trace_id: 'tr-1',
        create_time: expect.any(String),
        last_update_time: expect.any(String),
        valid: true,
      },
    });
    const update = {
      assessment: { rationale: 'why', assessment_name: 'not meant' },
      update_mask: 'rationale',
    };
    expect((await call('PATCH', `${path}/${id}`, update)).body).toMatchObject({
      assessment: { assessment_name: 'good', rationale: 'why' },
    });
    const second = await add({ overrides: id });
    expect((await call('GET', `${api}/tr-1`)).body).toMatchObject({
      trace: {
        trace_info: {
          assessments: [
            { assessment_id: id, valid: false },
            { assessment_id: second, valid: true },
          ],
        },
      },
    });
    await call('DELETE', `${path}/${second}`);
    expect((await call('GET', `${path}/${second}`)).status).toBe(404);
    for (const wrong of [{ feedback: undefined }, { expectation: { value: 1 } }, { assessment_name: '' }])
      expect((await call('POST', path, { assessment: { ...feedback, ...wrong } })).status).toBe(400);
    expect((await call('POST', `${api}/none/assessments`, { assessment: feedback })).status).toBe(404);
  });
});

describe('an assessment', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  const path = `${api}/tr-1/assessments`;
  const feedback = { assessment_name: 'good', source: { source_type: 'HUMAN' }, feedback: { value: true } };
  const openOne = async () => {
    const opened = openTraces();
    await opened.describe('tr-1');
    const { body } = await opened.call('POST', path, { assessment: feedback });
    const { assessment_id } = (body as unknown as { assessment: { assessment_id: string } }).assessment;
    return { ...opened, one: `${path}/${assessment_id}` };
  };

  it('is refused when it is nested too deep to be read again', async () => {
    const { call, search, one } = await openOne();
    for (const levels of [60, 1100, 2000]) {
      const deep = { ...feedback, feedback: { value: nested(levels) } };
      for (const refused of [
        await call('POST', path, { assessment: deep }),
        await call('POST', path, { assessment: { ...feedback, metadata: { k: nested(levels) } } }),
        await call('PATCH', one, { assessment: deep, update_mask: 'feedback' }),
        await call('PATCH', one, { assessment: {}, update_mask: nested(levels) }),
      ])
        expect([refused.status, refused.body]).toMatchObject([
          400,
          { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining('nested too deep') },
        ]);
    }
    expect(
      (await call('POST', path, { assessment: { ...feedback, feedback: { value: nested(38) } } })).status,
    ).toBe(200);
    expect(await search({ filter: 'feedback.good = true' })).toEqual({ status: 200, ids: ['tr-1'] });
  });

  it.each([
    { source: { source_type: 'SOMEBODY' } },
    { create_time: 'yesterday' },
    { feedback: 'good' },
    { valid: 'constructor' },
    { feedback: { value: 1, error: 'none' } },
    { feedback: undefined, expectation: { serialized_value: 'x' } },
  ])('is refused when clients could not read it: %j', async (wrong) => {
    const { call, one, describe: say } = await openOne();
    const assessment = { ...feedback, ...wrong };
    expect((await call('POST', path, { assessment })).status).toBe(400);
    expect((await call('PATCH', one, { assessment, update_mask: Object.keys(wrong) })).status).toBe(400);
    expect((await say('tr-2', { assessments: [assessment] })).status).toBe(400);
    expect((await call('GET', `${api}/tr-2`)).status).toBe(404);
  });

  it('that was made while its trace went on comes with the description of the trace', async () => {
    const { call, describe: say } = await openOne();
    const early = { ...feedback, assessment_id: 'a-early', create_time: '2026-01-02T03:04:05.600Z' };
    const late = {
      assessment_name: 'right',
      source: { source_type: 'CODE' },
      expectation: { value: { a: [1] } },
    };
    // A client that heard no answer says it again.
    for (let times = 0; times < 2; times += 1) await say('tr-2', { assessments: [early] });
    await say('tr-3', { assessments: [early, late] });
    const assessmentsOf = async (id: string): Promise<Record<string, unknown>[]> => {
      const { body } = await call('GET', `${api}/${id}`);
      return (body as unknown as { trace: { trace_info: { assessments: Record<string, unknown>[] } } }).trace
        .trace_info.assessments;
    };
    expect(await assessmentsOf('tr-2')).toEqual([
      { ...early, trace_id: 'tr-2', last_update_time: expect.any(String), valid: true },
    ]);
    const [copied, own] = await assessmentsOf('tr-3');
    expect(copied).toMatchObject({ ...early, assessment_id: expect.stringMatching(/^a-(?!early)/) });
    expect(own).toMatchObject({ ...late, trace_id: 'tr-3' });
  });

  it('that an earlier version took as deep as it came can be read', async () => {
    const { call, search, services } = await openOne();
    const document = JSON.stringify({ assessment_id: 'a', feedback: { value: nested(1100) } });
    services.store.write((writer) => writer.run('UPDATE assessments SET document_json = ?', [document]));
    expect((await call('GET', `${api}/tr-1`)).body).toMatchObject({
      trace: { trace_info: { assessments: [{ assessment_id: 'a' }] } },
    });
    expect(await search({})).toEqual({ status: 200, ids: ['tr-1'] });
    expect(await search({ filter: 'feedback.good = true' })).toEqual({ status: 200, ids: [] });
  });

  it('keeps its name, and changes nothing without a mask', async () => {
    const { call, one } = await openOne();
    const change = async (assessment: object, update_mask: unknown) => {
      const { status, body } = await call('PATCH', one, { assessment, update_mask });
      return [
        status,
        (body as unknown as { assessment?: { assessment_name: string } }).assessment?.assessment_name,
      ];
    };
    expect(await change({}, 'assessment_name')).toEqual([200, 'good']);
    expect(await change({ assessment_name: '' }, 'assessmentName')).toEqual([200, 'good']);
    expect(await change({ assessment_name: 'better' }, 'assessmentName')).toEqual([200, 'better']);
    expect(await change({ rationale: 'why' }, '')).toEqual([400, undefined]);
    expect(await change({ rationale: 'why' }, undefined)).toEqual([400, undefined]);
  });
});

describe('an assessment in the place of another', () => {
  const feedback = (value: string, more: object = {}) => ({
    assessment: {
      ...{ assessment_name: 'tone', source: { source_type: 'HUMAN' } },
      ...{ feedback: { value }, metadata: { by: 'ada' }, ...more },
    },
  });
  const openTwo = async () => {
    const opened = openTraces();
    const { call, describe: say } = opened;
    await say('tr-1');
    const add = async (given: object): Promise<string> => {
      const { body } = await call('POST', `${api}/tr-1/assessments`, given);
      return (body as unknown as { assessment: { assessment_id: string } }).assessment.assessment_id;
    };
    const first = await add(feedback('harsh'));
    const second = await add(feedback('kind', { overrides: first }));
    const valid = async () => (await call('GET', `${api}/tr-1/assessments/${first}`)).body;
    return { ...opened, first, second, valid };
  };

  it('is the one that counts, until it is removed', async () => {
    const { call, search, second, valid } = await openTwo();
    const found = async (value: string) => (await search({ filter: `feedback.tone = '${value}'` })).ids;
    expect(await valid()).toHaveProperty('assessment.valid', false);
    expect([await found('harsh'), await found('kind')]).toEqual([[], ['tr-1']]);
    for (let times = 0; times < 2; times += 1)
      expect((await call('DELETE', `${api}/tr-1/assessments/${second}`)).status).toBe(200);
    expect(await valid()).toHaveProperty('assessment.valid', true);
    expect([await found('harsh'), await found('kind')]).toEqual([['tr-1'], []]);
  });

  it('is removed alone when the other one is gone', async () => {
    const { call, search, first, second } = await openTwo();
    for (const id of [first, second])
      expect((await call('DELETE', `${api}/tr-1/assessments/${id}`)).status).toBe(200);
    expect(await search({ filter: 'feedback.tone IS NOT NULL' })).toEqual({ status: 200, ids: [] });
  });

  it('keeps of its metadata what a change does not name', async () => {
    const { call, second } = await openTwo();
    const change = { assessment: { metadata: { why: 'x' } }, update_mask: 'metadata' };
    expect((await call('PATCH', `${api}/tr-1/assessments/${second}`, change)).body).toHaveProperty(
      'assessment.metadata',
      { by: 'ada', why: 'x' },
    );
  });
});

describe('a search for traces', () => {
  const openThree = async () => {
    const opened = openTraces();
    const { call, send, describe: say } = opened;
    await send([{ ...root, status: 2 }, child]);
    await say('tr-b', {
      request_time: '1970-01-01T00:00:02Z',
      execution_duration: '2s',
      state: 'OK',
      trace_metadata: { m: 'x' },
    });
    await say('tr-c', { request_time: '1970-01-01T00:00:03Z', tags: { 'mlflow.traceName': 'c', k: 'v' } });
    const source = { source_type: 'CODE' };
    for (const assessment of [
      { assessment_name: 'good', source, feedback: { value: true } },
      { assessment_name: 'size', source, expectation: { value: 5 } },
    ])
      await call('POST', `${api}/tr-b/assessments`, { assessment });
    return opened;
  };

  it.each([
    ['', ['tr-c', 'tr-b', trace_id]],
    ["status = 'ERROR'", [trace_id]],
    ["attributes.name = 'answer'", [trace_id]],
    ["trace.name != 'answer'", ['tr-c']],
    ['timestamp_ms > 2000', ['tr-c']],
    ['execution_time_ms >= 250 AND execution_time < 1000', [trace_id]],
    ['name IS NULL', ['tr-b']],
    ['run_id IS NOT NULL', []],
    ["tags.team = 'red'", [trace_id]],
    ["tag.k LIKE 'v%'", ['tr-c']],
    ["metadata.m = 'x'", ['tr-b']],
    ["span.name = 'look up'", [trace_id]],
    ["span.type IN ('CHAIN', 'LLM')", [trace_id]],
    ["span.attributes.mlflow.spanInputs LIKE '%x%'", [trace_id]],
    ["span.content LIKE '%look up%'", [trace_id]],
    ["text RLIKE 'look.up'", [trace_id]],
    ["text LIKE '%string_value%'", []],
    ["text LIKE '%mlflow.spanType%CHAIN%'", [trace_id]],
    ["span.name = 'answer' AND span.type = 'CHAIN'", [trace_id]],
    ["span.name = 'look up' AND status = 'ERROR' AND span.type = 'CHAIN'", []],
    ["span.name = 'look up' AND span.attributes.mlflow.spanInputs LIKE '%x%'", []],
    ["tags.team RLIKE '(?i)^RED$'", [trace_id]],
    ["tags.team RLIKE '(?P<colour>red)'", [trace_id]],
    [`request_id IN (${"'x', ".repeat(1200)}'tr-c')`, ['tr-c']],
    ['feedback.good = true', ['tr-b']],
    ["feedback.good = 'false'", []],
    ['expectation.size > 4', ['tr-b']],
    ['expectation.size IS NULL', ['tr-c', trace_id]],
  ])('%s', async (filter, ids) => {
    const { search } = await openThree();
    expect(await search({ filter })).toEqual({ status: 200, ids });
  });

  it.each([
    [['timestamp_ms ASC'], [trace_id, 'tr-b', 'tr-c']],
    [['execution_time_ms DESC'], ['tr-b', trace_id, 'tr-c']],
    [['attributes.name'], [trace_id, 'tr-c', 'tr-b']],
    [['tag.k'], ['tr-c', 'tr-b', trace_id]],
    [
      ['tags.`team` DESC', 'metadata.m'],
      [trace_id, 'tr-b', 'tr-c'],
    ],
  ])('in the order of %j', async (order_by, ids) => {
    const { search } = await openThree();
    expect(await search({ order_by })).toEqual({ status: 200, ids });
  });

  it('finds all traces of a session that was assessed, and one trace that was', async () => {
    const { call, describe: say, search } = openTraces();
    const session = { 'mlflow.trace.session': 's' };
    for (const id of ['tr-1', 'tr-2']) await say(id, { trace_metadata: session });
    for (const id of ['tr-3', 'tr-4']) await say(id);
    const assess = (id: string, assessment_name: string, metadata: object) =>
      call('POST', `${api}/${id}/assessments`, {
        assessment: { assessment_name, source: { source_type: 'CODE' }, feedback: { value: 'ok' }, metadata },
      });
    await assess('tr-1', 'whole', session);
    await assess('tr-2', 'alone', {});
    await assess('tr-3', 'whole', session);
    expect((await search({ filter: "feedback.whole = 'ok'" })).ids).toEqual(['tr-1', 'tr-2', 'tr-3']);
    expect((await search({ filter: 'feedback.whole IS NULL' })).ids).toEqual(['tr-4']);
    expect((await search({ filter: "feedback.alone = 'ok'" })).ids).toEqual(['tr-2']);
  });

  it('goes on page by page, and refuses what it does not know', async () => {
    const { search } = await openThree();
    const first = await search({ max_results: 2 });
    expect(first.ids).toEqual(['tr-c', 'tr-b']);
    const { next_page_token: page_token } = first as unknown as { next_page_token: string };
    expect(await search({ max_results: 2, page_token })).toEqual({ status: 200, ids: [trace_id] });
    for (const wrong of [
      { filter: "nonsense = 'a'" },
      { filter: "nonsense.a = 'a'" },
      { filter: "span.nonsense = 'a'" },
      { filter: "timestamp_ms = 'a'" },
      { filter: 'status = 1' },
      { filter: "status > 'OK'" },
      { order_by: ['nonsense'] },
      { max_results: 501 },
    ])
      expect((await search(wrong)).status, JSON.stringify(wrong)).toBe(400);
  });
});
