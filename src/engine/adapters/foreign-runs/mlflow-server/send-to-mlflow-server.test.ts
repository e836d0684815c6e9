import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { readMlflowSpan, readSpanText } from '../../../core/traces/read-mlflow-span.ts';
import type { ForeignItem } from '../../../ports/foreign-runs.ts';
import { sendToMlflowServer } from './send-to-mlflow-server.ts';

type Answer = { status: number; body: unknown };

/** A server that answers as `answer` says. What a real one does with it is for the interop tests. */
const serve = async (answer: (path: string, body: Record<string, unknown>) => Answer): Promise<string> => {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(pathOf(request), (await bodyOf(request)) as Record<string, unknown>);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const pathOf = (request: IncomingMessage): string =>
  (request.url ?? '').split('?')[0]!.replace('/api/2.0/mlflow/', '');
const bodyOf = (request: IncomingMessage): Promise<unknown> =>
  request.method === 'GET' ? Promise.resolve({}) : json(request);

const refused = (code: string, message: string): Answer => ({
  status: 400,
  body: { error_code: code, message },
});

async function* stream(...items: ForeignItem[]): AsyncGenerator<ForeignItem> {
  yield* items;
}

const experiment: ForeignItem = {
  kind: 'experiment',
  id: '1',
  name: 'one',
  stage: 'active',
  artifactLocation: null,
  createdAtMs: 1,
  updatedAtMs: 1,
  tags: [],
};
const run = (id: string, parentRunId: string | null = null): ForeignItem => ({
  kind: 'run',
  id,
  experimentId: '1',
  name: id,
  status: 'finished',
  stage: 'active',
  startedAtMs: 1,
  endedAtMs: 2,
  deletedAtMs: null,
  user: null,
  parentRunId,
  artifactUri: null,
  artifactFolder: null,
});

const friendly = (path: string, body: Record<string, unknown>): Answer => {
  if (path === 'experiments/get-by-name')
    return { status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
  if (path === 'experiments/create') return { status: 200, body: { experiment_id: '7' } };
  if (path !== 'runs/create') return { status: 200, body: {} };
  const info = { run_id: `new-${String(body.run_name)}`, artifact_uri: 's3://bucket/x' };
  return { status: 200, body: { run: { info } } };
};

test('one entry that the server refuses costs that entry alone', async () => {
  const logged: string[] = [];
  const url = await serve((path, body) => {
    if (path !== 'runs/log-batch') return friendly(path, body);
    const params = body.params as { key: string; value: string }[];
    if (params.some(({ value }) => value === 'bad'))
      return refused('INVALID_PARAMETER_VALUE', 'no such luck');
    logged.push(...params.map(({ key }) => key));
    return { status: 200, body: {} };
  });
  const entries = Array.from(
    { length: 250 },
    (_, index) => [`p${index}`, index === 137 ? 'bad' : 'good'] as const,
  );
  const outcome = await sendToMlflowServer(
    url,
    stream(experiment, run('a'), { kind: 'parameters', runId: 'a', entries }),
  );
  expect(logged).toHaveLength(249);
  expect(outcome).toMatchObject({
    runs: 1,
    skipped: [{ subject: 'parameter', file: 'p137', reason: expect.stringContaining('no such luck') }],
  });
});

test('a parent that comes later is named by its new id', async () => {
  const tags: unknown[] = [];
  const url = await serve((path, body) => {
    if (path === 'runs/log-batch') tags.push(body);
    return friendly(path, body);
  });
  const childTags: ForeignItem = {
    kind: 'tags',
    runId: 'child',
    entries: [
      ['mlflow.parentRunId', 'parent'],
      ['t', '1'],
    ],
  };
  await sendToMlflowServer(url, stream(experiment, run('child', 'parent'), childTags, run('parent')));
  expect(tags).toEqual([
    { run_id: 'new-child', tags: [{ key: 't', value: '1' }] },
    { run_id: 'new-child', tags: [{ key: 'mlflow.parentRunId', value: 'new-parent' }] },
  ]);
});

test('a busy server is asked again', async () => {
  let attempts = 0;
  const url = await serve((path, body) => {
    if (path !== 'experiments/create') return friendly(path, body);
    attempts += 1;
    return attempts < 3 ? { status: 503, body: {} } : friendly(path, body);
  });
  expect(await sendToMlflowServer(url, stream(experiment))).toMatchObject({ experiments: 1, skipped: [] });
  expect(attempts).toBe(3);
});

test('artifacts of a server that does not take them are named', async () => {
  const url = await serve(friendly);
  const artifact: ForeignItem = {
    kind: 'artifact',
    owner: { type: 'run', id: 'a' },
    path: 'x',
    sizeBytes: 0,
    file: import.meta.filename,
    offset: 0,
  };
  const { skipped } = await sendToMlflowServer(url, stream(experiment, run('a'), artifact));
  expect(skipped).toMatchObject([{ subject: 'artifact', reason: expect.stringContaining('s3://bucket/x') }]);
});

test('no server is an error that names the address', async () => {
  const url = 'http://127.0.0.1:1';
  await expect(sendToMlflowServer(url, stream(experiment))).rejects.toMatchObject({
    code: 'unavailable',
    details: { url },
  });
});

const traceId = `tr-${'0'.repeat(31)}1`;
const span = readMlflowSpan(
  readSpanText('{"trace_id": null, "span_id": "AQIDBAUGBwg=", "name": "asked", "start_time_unix_nano": 1}'),
  traceId,
);
const trace: ForeignItem = {
  ...{ kind: 'trace', id: traceId, experimentId: '1', requestedAtMs: 1000, durationMs: 250, state: 'ok' },
  ...{ clientRequestId: null, requestPreview: 'why?', responsePreview: null, spans: [span], files: [] },
  tags: [['team', 'red']],
  metadata: [['mlflow.sourceRun', 'a']],
  assessments: [
    {
      id: 'a-1',
      kind: 'feedback',
      name: 'good',
      createdAtMs: 1,
      document: { assessment_name: 'good', feedback: { value: 1 } },
    },
  ],
};

test.each([
  ['2.22.0', ['trace']],
  ['3.1.0', []],
] as const)('a server of version %s gets what it takes of a trace', async (version, skips) => {
  const sent: [path: string, body: Record<string, unknown>][] = [];
  const url = await serve((path, body) => {
    if (path.endsWith('/version')) return { status: 200, body: version };
    if (!path.includes('traces')) return friendly(path, body);
    sent.push([path, body]);
    const tags = { 'mlflow.artifactLocation': `mlflow-artifacts:/7/traces/${traceId}/artifacts` };
    return { status: 200, body: { trace: { trace_info: { tags } } } };
  });
  const outcome = await sendToMlflowServer(url, stream(experiment, run('a'), trace));
  expect(outcome.skipped.map(({ subject }) => subject)).toEqual(skips);
  expect(outcome.traces).toBe(1 - skips.length);
  if (skips.length > 0) {
    expect(sent).toEqual([]);
    return;
  }
  expect(sent).toMatchObject([
    [
      '/api/3.0/mlflow/traces',
      {
        trace: {
          trace_info: {
            ...{ trace_id: traceId, execution_duration: '0.250s', state: 'OK', request_preview: 'why?' },
            request_time: '1970-01-01T00:00:01.000Z',
            trace_metadata: { 'mlflow.sourceRun': 'new-a' },
            trace_location: { mlflow_experiment: { experiment_id: '7' } },
          },
        },
      },
    ],
    [`/api/3.0/mlflow/traces/${traceId}/assessments`, { assessment: { feedback: { value: 1 } } }],
    [
      `/api/2.0/mlflow-artifacts/artifacts/7/traces/${traceId}/artifacts/traces.json`,
      { spans: [{ name: 'asked' }] },
    ],
  ]);
});
