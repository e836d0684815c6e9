import { describe, expect, it } from 'vitest';
import { anyJson, anyText, otlpRequest, type TestSpan } from '../../../../test/support/otlp-request.ts';
import { openTrackingHttp } from '../../../../test/support/tracking-http.ts';
import { EngineError } from '../../../shared/errors.ts';
import { createTracesArea } from './create-traces-area.ts';

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const traceHex = (number: number) => `${hex(number, 4)}${'0'.repeat(28)}`;
const idOf = (number: number) => `tr-${traceHex(number)}`;

/** Real requests of clients on one side, the answers that a window gets on the other. */
const openTraces = () => {
  const opened = openTrackingHttp();
  const { handlers } = createTracesArea(opened.services);
  const send = async (number: number, spans: readonly TestSpan[], headers: Record<string, string> = {}) => {
    const response = await opened.app.inject({
      method: 'POST',
      url: '/v1/traces',
      headers: {
        host: 'localhost',
        'content-type': 'application/x-protobuf',
        'x-mlflow-experiment-id': '0',
        ...headers,
      },
      payload: otlpRequest(spans.map((span) => ({ traceId: traceHex(number), ...span }))),
    });
    expect(response.statusCode).toBe(200);
  };
  const describeTrace = (id: string, more: object) =>
    opened.call('POST', '/api/3.0/mlflow/traces', {
      trace: {
        trace_info: {
          trace_id: id,
          trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } },
          request_time: '2026-01-02T03:04:05.678Z',
          ...more,
        },
      },
    });
  const list = (given: object = {}) => {
    const orderBy = { key: 'requested' as const, descending: true };
    return handlers['traces.list']({ orderBy, offset: 0, limit: 100, locate: [], ...given });
  };
  const idsOf = (given: object = {}) => list(given).traces.map(({ id }) => id);
  const get = async (trace: string) => handlers['traces.get']({ trace });
  const span = async (trace: string, id: string) => handlers['traces.span']({ trace, span: id });
  const remove = (which: Parameters<(typeof handlers)['traces.delete']>[0]) =>
    handlers['traces.delete'](which);
  return { ...opened, send, describeTrace, list, idsOf, get, span, remove };
};

const root: TestSpan = { id: '0000000000000001', name: 'answer', startMs: 1000, endMs: 1250 };

describe('the list of traces', () => {
  const openFour = async () => {
    const opened = openTraces();
    const { send, describeTrace, call, createRun } = opened;
    const run = await createRun({ experiment_id: '0', run_name: 'the run' });
    await send(1, [{ ...root, attributes: { 'mlflow.spanInputs': anyText('Why is 100% more?') } }], {
      'x-mlflow-run-id': run,
    });
    await send(2, [{ ...root, startMs: 2000, endMs: 2010, status: 2, name: 'look up' }]);
    await send(3, [{ id: root.id, startMs: 3000, parentId: '00000000000000ff' }]);
    await describeTrace('tr-told', {
      request_time: '1970-01-01T00:00:04Z',
      execution_duration: '9s',
      state: 'OK',
      response_preview: 'Because of X',
      trace_metadata: { 'mlflow.trace.session': 's1', 'mlflow.trace.tokenUsage': '{"input_tokens": 7}' },
      tags: { team: 'red', 'mlflow.traceName': 'told' },
    });
    for (const [second, said] of [
      { assessment_name: 'good', feedback: { value: false }, valid: false },
      { assessment_name: 'good', feedback: { value: true } },
      { assessment_name: 'right', expectation: { serialized_value: { value: '{"a": 1}' } } },
    ].entries()) {
      const assessment = { ...said, create_time: `1970-01-01T00:00:0${second}Z` };
      await call('POST', '/api/3.0/mlflow/traces/tr-told/assessments', { assessment });
    }
    return { ...opened, run };
  };

  it('says of each what is in it', async () => {
    const { list, run } = await openFour();
    const { traces, total } = list();
    expect(total).toBe(4);
    expect(traces).toEqual([
      {
        ...{
          id: 'tr-told',
          name: 'told',
          experiment: 'Default',
          state: 'ok',
          requestedAtMs: 4000,
          durationMs: 9000,
        },
        ...{ requestPreview: null, responsePreview: 'Because of X', spanCount: 0 },
        tokens: { input: 7, output: 0, total: 7 },
        ...{ runId: null, runName: null, session: 's1', user: null, tags: { team: 'red' } },
        assessments: [
          { name: 'good', kind: 'feedback', value: true },
          { name: 'right', kind: 'expectation', value: { a: 1 } },
        ],
      },
      expect.objectContaining({ id: idOf(3), state: 'in-progress', durationMs: null, name: '' }),
      expect.objectContaining({ id: idOf(2), state: 'error', durationMs: 10, name: 'look up', tokens: null }),
      expect.objectContaining({
        ...{ id: idOf(1), state: 'ok', spanCount: 1, requestPreview: 'Why is 100% more?' },
        ...{ runId: run, runName: 'the run' },
      }),
    ]);
  });

  it.each([
    [{ states: ['error', 'in-progress'] }, [3, 2]],
    [{ states: [] }, ['told', 3, 2, 1]],
    [{ text: 'LOOK' }, [2]],
    [{ text: '100%' }, [1]],
    [{ text: '_' }, []],
    [{ text: 'red' }, ['told']],
    [{ text: 'because' }, ['told']],
    [{ text: '0002' }, [2]],
    [{ text: 'mlflow-artifacts' }, []],
    [{ fromMs: 2000, untilMs: 3000 }, [3, 2]],
    [{ experiment: 'Default' }, ['told', 3, 2, 1]],
    [{ experiment: 'another' }, []],
    [{ orderBy: { key: 'duration', descending: true } }, ['told', 1, 2, 3]],
    [{ orderBy: { key: 'tokens', descending: false } }, ['told', 3, 2, 1]],
    [{ orderBy: { key: 'name', descending: false } }, [3, 1, 2, 'told']],
    [{ offset: 1, limit: 2 }, [3, 2]],
  ] as const)('%j', async (given, expected) => {
    const { idsOf, list } = await openFour();
    const wanted = expected.map((each) => (each === 'told' ? 'tr-told' : idOf(each)));
    expect(idsOf(given)).toEqual(wanted);
    if ('offset' in given) return;
    const { total, places } = list({ ...given, limit: 0, locate: wanted });
    expect([total, places]).toEqual([wanted.length, wanted.map((_, place) => place)]);
  });

  it('finds those of a run, says where they stand, and leaves out those of a deleted experiment', async () => {
    const { idsOf, list, run, call, describeTrace } = await openFour();
    expect(idsOf({ run })).toEqual([idOf(1)]);
    expect(list({ locate: [idOf(1), 'none'], limit: 0 }).places).toEqual([3, null]);
    const { body } = await call('POST', 'experiments/create', { name: 'gone' });
    const { experiment_id } = body as unknown as { experiment_id: string };
    await describeTrace('tr-gone', {
      trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id } },
    });
    expect(list().total).toBe(5);
    await call('POST', 'experiments/delete', { experiment_id });
    expect(list().total).toBe(4);
  });

  it('loses what is deleted, for good', async () => {
    const { idsOf, remove, services } = await openFour();
    expect(remove({ traces: [traceHex(1)] })).toEqual({ deleted: 1 });
    expect(() => remove({ traces: [idOf(2), 'none'] })).toThrow(EngineError);
    expect(idsOf()).toEqual(['tr-told', idOf(3), idOf(2)]);
    expect(remove({ matching: { states: ['error'] } })).toEqual({ deleted: 1 });
    expect(remove({ matching: {} })).toEqual({ deleted: 2 });
    for (const table of ['traces', 'spans', 'trace_tags', 'trace_metadata', 'assessments'])
      expect(services.store.reader.all(`SELECT * FROM ${table}`), table).toEqual([]);
  });
});

describe('a trace', () => {
  it('has its spans in order, and each says what went in, came out and went wrong', async () => {
    const { send, get, span } = openTraces();
    const stack = 'Traceback (most recent call last):\n  File "a.py", line 1';
    await send(1, [
      {
        ...{
          id: '0000000000000002',
          parentId: root.id,
          name: 'model',
          startMs: 1000.25,
          endMs: 1200,
          status: 2,
        },
        statusMessage: 'It broke',
        attributes: {
          'gen_ai.operation.name': anyText('chat'),
          'gen_ai.request.model': anyText('tiny'),
          'gen_ai.input.messages': anyText(
            '[{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]',
          ),
          'gen_ai.usage.input_tokens': anyJson(11),
          'gen_ai.usage.output_tokens': anyJson(4),
        },
        events: [
          {
            name: 'exception',
            atMs: 1100,
            attributes: {
              'exception.type': 'ValueError',
              'exception.message': 'no',
              'exception.stacktrace': stack,
            },
          },
        ],
        links: [
          { traceId: traceHex(1), spanId: root.id },
          { traceId: traceHex(9), spanId: root.id },
        ],
      },
    ]);
    await send(1, [
      {
        ...root,
        attributes: {
          'mlflow.spanInputs': anyJson({ messages: [{ role: 'user', content: 'Hi' }] }),
          'mlflow.spanOutputs': anyJson(['a', 1, true, { b: 'c' }]),
          temperature: anyJson(2),
        },
      },
    ]);
    const trace = await get(idOf(1).slice(0, 9));
    expect(trace).toMatchObject({
      ...{ requestPreview: 'Hi', responsePreview: '["a",1,true,{"b":"c"}]', spanCount: 2 },
      tokens: { input: 11, output: 4, total: 15 },
      tags: { 'mlflow.trace.spansLocation': 'TRACKING_STORE' },
      spans: [
        { id: root.id, parentId: null, type: 'UNKNOWN', startMs: 0, durationMs: 250 },
        { id: '0000000000000002', parentId: root.id, type: 'CHAT_MODEL', startMs: 0.25, status: 'error' },
      ],
    });
    expect(await span(trace.id, root.id)).toMatchObject({
      inputs: { messages: [{ role: 'user', content: 'Hi' }] },
      outputs: ['a', 1, true, { b: 'c' }],
      ...{ attributes: { temperature: 2 }, events: [], links: [], tokens: null, startedAtMs: 1000 },
    });
    expect(await span(trace.id, '0000000000000002')).toMatchObject({
      inputs: [{ role: 'user', parts: [{ content: 'Hi' }] }],
      ...{ outputs: null, model: 'tiny', statusMessage: 'It broke', durationMs: 199.75 },
      events: [{ name: 'exception', atMs: 100, exception: { type: 'ValueError', message: 'no', stack } }],
      links: [
        { traceId: idOf(1), spanId: root.id, isHere: true },
        { traceId: idOf(9), isHere: false },
      ],
    });
  });

  it('counts the tokens of the topmost spans only, whichever order they come in and however often', async () => {
    const { send, list } = openTraces();
    const usage = (input: number) => ({
      'mlflow.chat.tokenUsage': anyJson({ input_tokens: input, total_tokens: input }),
    });
    const span = (number: number, parent: number | null, input: number): TestSpan => ({
      id: hex(number, 16),
      ...(parent !== null && { parentId: hex(parent, 16) }),
      attributes: input === 0 ? {} : usage(input),
    });
    const tokens = () => list().traces[0]?.tokens?.total;
    await send(1, [span(3, 2, 5), span(5, 4, 2)]);
    expect(tokens()).toBe(7);
    await send(1, [span(2, 1, 6), span(4, 1, 0)]);
    await send(1, [span(5, 4, 3), span(1, null, 0)]);
    expect(tokens()).toBe(9);
  });

  it.each([
    [
      '2',
      {
        context: { span_id: '0x00000000000000ab', trace_id: 'tr-file' },
        ...{ parent_id: null, start_time: 1_000_000_000, end_time: 1_500_000_000 },
        ...{ status_code: 'ERROR', status_message: 'no' },
        events: [{ name: 'said', timestamp: 1_250_000_000, attributes: { a: '"b"' } }],
      },
    ],
    [
      '3',
      {
        ...{ span_id: 'AAAAAAAAAKs=', parent_span_id: null },
        ...{ start_time_unix_nano: 1_000_000_000, end_time_unix_nano: 1_500_000_000 },
        status: { code: 'STATUS_CODE_ERROR', message: 'no' },
        events: [{ name: 'said', time_unix_nano: 1_250_000_000, attributes: { a: '"b"' } }],
      },
    ],
  ])('of a client of version %s has the spans of its file', async (_version, fields) => {
    const { app, describeTrace, get, span } = openTraces();
    await describeTrace('tr-file', { state: 'OK' });
    const attributes = {
      'mlflow.spanType': '"LLM"',
      'mlflow.spanInputs': '{"x": 1}',
      'mlflow.spanOutputs': '3',
    };
    const upload = await app.inject({
      method: 'PUT',
      url: '/api/2.0/mlflow-artifacts/artifacts/0/traces/tr-file/artifacts/traces.json',
      headers: { host: 'localhost', 'content-type': 'application/octet-stream' },
      payload: JSON.stringify({ spans: [{ name: 'asked', attributes, ...fields }] }),
    });
    expect(upload.statusCode).toBe(200);
    const outline = { id: '00000000000000ab', parentId: null, name: 'asked', type: 'LLM', status: 'error' };
    expect(await get('tr-file')).toMatchObject({
      spanCount: 1,
      spans: [{ ...outline, startMs: 0, durationMs: 500 }],
    });
    expect(await span('tr-file', '00000000000000ab')).toMatchObject({
      ...{ inputs: { x: 1 }, outputs: 3, statusMessage: 'no', startedAtMs: 1000 },
      events: [{ name: 'said', atMs: 250, attributes: { a: '"b"' }, exception: null }],
    });
  });

  it('is not found by what names none, or several', async () => {
    const { send, get, span } = openTraces();
    await send(1, [root]);
    await send(0x0011, [root]);
    for (const wrong of ['none', 'tr-00', '%', ''])
      await expect(get(wrong), wrong).rejects.toMatchObject({ code: 'not-found' });
    await expect(span(idOf(1), 'none')).rejects.toMatchObject({ code: 'not-found' });
    expect((await get('tr-0001')).id).toBe(idOf(1));
  });
});
