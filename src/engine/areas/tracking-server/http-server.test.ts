import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openTrackingHttp } from '../../../../test/support/tracking-http.ts';

describe('a run', () => {
  it('is created, logged to, read and found', async () => {
    const { call, createRun, points } = openTrackingHttp();
    const { body: made } = await call('POST', 'experiments/create', { name: 'churn' });
    expect(made).toEqual({ experiment_id: '1' });
    const run_id = await createRun({ experiment_id: '1', start_time: 5, user_id: 'ada', run_name: 'bold' });
    const metric = { key: 'loss', value: 0.5, timestamp: 7, step: 1 };
    expect(await call('POST', 'runs/log-metric', { run_id, ...metric })).toEqual({ status: 200, body: {} });
    await call('POST', 'runs/log-batch', {
      run_id,
      metrics: [{ key: 'loss', value: 'NaN', timestamp: '8', step: '2' }],
      params: [{ key: 'lr', value: '0.1' }],
      tags: [{ key: 'team', value: 'red' }],
    });
    const { body } = await call('GET', 'runs/get', { run_id });
    expect(body).toEqual({
      run: {
        info: {
          run_uuid: run_id,
          run_id,
          experiment_id: '1',
          run_name: 'bold',
          user_id: 'ada',
          status: 'RUNNING',
          start_time: 5,
          artifact_uri: `mlflow-artifacts:/1/${run_id}/artifacts`,
          lifecycle_stage: 'active',
        },
        data: {
          metrics: [{ key: 'loss', value: 'NaN', timestamp: 8, step: 2 }],
          params: [{ key: 'lr', value: '0.1' }],
          tags: expect.arrayContaining([
            { key: 'mlflow.runName', value: 'bold' },
            { key: 'team', value: 'red' },
          ]),
        },
        inputs: {},
        outputs: {},
      },
    });
    const search = await call('POST', 'runs/search', { experiment_ids: ['1'], filter: "params.lr = '0.1'" });
    expect(search.body).toEqual({ runs: [(body as { run?: unknown }).run] });
    const history = await call('GET', 'metrics/get-history', { run_id, metric_key: 'loss' });
    expect(history.body).toEqual({
      metrics: [metric, { key: 'loss', value: 'NaN', timestamp: 8, step: 2 }],
    });
    expect(points).toEqual([
      { runId: run_id, count: 1 },
      { runId: run_id, count: 1 },
    ]);
  });

  it('keeps its name and its tag the same, both ways', async () => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun({ run_name: 'first' });
    await call('POST', 'runs/set-tag', { run_id, key: 'mlflow.runName', value: 'second' });
    const info = async () => ((await call('GET', 'runs/get', { run_id })).body as { run?: unknown }).run;
    expect(await info()).toMatchObject({ info: { run_name: 'second' } });
    await call('POST', 'runs/update', { run_id, run_name: 'third', status: 'FINISHED', end_time: 9 });
    expect(await info()).toMatchObject({
      info: { run_name: 'third', status: 'FINISHED', end_time: 9 },
      data: { tags: [{ key: 'mlflow.runName', value: 'third' }] },
    });
  });
});

describe('a value', () => {
  it.each([
    ['inf', Number.MAX_VALUE],
    ['+Infinity', Number.MAX_VALUE],
    ['-inf', -Number.MAX_VALUE],
    ['nan', 'NaN'],
    ['1e3', 1000],
  ])('of a metric may be %s', async (value, kept) => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    const metric = { key: 'a', value, timestamp: 1 };
    expect((await call('POST', 'runs/log-metric', { run_id, ...metric })).status).toBe(200);
    const { body } = await call('GET', 'runs/get', { run_id });
    expect(body).toMatchObject({ run: { data: { metrics: [{ value: kept }] } } });
  });

  it('of a parameter is the same when it cannot be kept as it came', async () => {
    const { call, createRun } = openTrackingHttp();
    const parameter = { run_id: await createRun(), key: 'p', value: 'a\ud800b' };
    for (let times = 0; times < 2; times += 1)
      expect((await call('POST', 'runs/log-parameter', parameter)).status).toBe(200);
  });
});

it.each([
  ['NaN', 'NaN'],
  ['-Infinity', -Number.MAX_VALUE],
])('a metric is %s as Python writes it into JSON', async (value, kept) => {
  const { app, call, createRun } = openTrackingHttp();
  const run_id = await createRun();
  const { statusCode } = await app.inject({
    ...{ method: 'POST', url: '/api/2.0/mlflow/runs/log-metric' },
    headers: { host: 'localhost', 'content-type': 'application/json' },
    payload: `\u{feff}{"run_id":"${run_id}","key":"loss","value":${value},"timestamp":1}`,
  });
  expect(statusCode).toBe(200);
  const { body } = await call('GET', 'runs/get', { run_id });
  expect(body).toMatchObject({ run: { data: { metrics: [{ key: 'loss', value: kept }] } } });
});

it.each([{ dataset_name: 'd' }, { dataset_digest: 'x', dataset_name: '' }])(
  'a metric of half a data set is refused: %j',
  async (half) => {
    const { call, createRun } = openTrackingHttp();
    const metric = { key: 'a', value: 1, timestamp: 1, ...half };
    const run_id = await createRun();
    for (const [path, given] of [
      ['runs/log-metric', metric],
      ['runs/log-batch', { metrics: [metric] }],
    ] as const)
      expect(await call('POST', path, { run_id, ...given })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('Both dataset_name and dataset_digest') },
      });
  },
);

it('a tag of an experiment has a key that can be a file, as all others', async () => {
  const { call } = openTrackingHttp();
  for (const [path, given] of [
    ['experiments/set-experiment-tag', { experiment_id: '0', key: '../up', value: 'v' }],
    ['experiments/create', { name: 'tagged', tags: [{ key: 'a\u0000b', value: 'v' }] }],
  ] as const)
    expect(await call('POST', path, given)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("for parameter 'key'") },
    });
  expect((await call('GET', 'experiments/get-by-name', { experiment_name: 'tagged' })).status).toBe(404);
});

describe('a model of a client before MLflow 3', () => {
  it.each(['x', '{}', 'null'])('is not added to a history that is none: %s', async (value) => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    await call('POST', 'runs/set-tag', { run_id, key: 'mlflow.log-model.history', value });
    const model_json = JSON.stringify({ artifact_path: 'a', flavors: {}, utc_time_created: 'x', run_id });
    expect(await call('POST', 'runs/log-model', { run_id, model_json })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Remove the tag first') },
    });
  });
});

describe('the name of a run', () => {
  it('stays when its tag is removed, or set to nothing', async () => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun({ run_name: 'first' });
    const tag = { key: 'mlflow.runName', value: '' };
    const read = async () => ((await call('GET', 'runs/get', { run_id })).body as { run?: unknown }).run;
    expect((await call('POST', 'runs/set-tag', { run_id, ...tag })).status).toBe(200);
    expect((await call('POST', 'runs/log-batch', { run_id, tags: [tag] })).status).toBe(200);
    expect(await read()).toMatchObject({
      info: { run_name: 'first' },
      data: { tags: [{ key: 'mlflow.runName', value: 'first' }] },
    });
    expect((await call('POST', 'runs/delete-tag', { run_id, key: tag.key })).status).toBe(200);
    expect(await read()).toMatchObject({ info: { run_name: 'first' } });
    expect(await read()).not.toHaveProperty('data.tags');
  });
});

describe('a batch', () => {
  it('is stored whole or not at all, and changes nothing when it is repeated', async () => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    const batch = {
      run_id,
      metrics: [{ key: 'a', value: 1, timestamp: 1 }],
      params: [{ key: 'p', value: '1' }],
    };
    for (let times = 0; times < 2; times += 1)
      expect((await call('POST', 'runs/log-batch', batch)).status).toBe(200);
    const changed = {
      ...batch,
      metrics: [{ key: 'b', value: 1, timestamp: 1 }],
      params: [{ key: 'p', value: '2' }],
    };
    expect(await call('POST', 'runs/log-batch', changed)).toMatchObject({
      status: 400,
      body: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message: expect.stringContaining('Changing param values is not allowed'),
      },
    });
    const { body } = await call('GET', 'runs/get', { run_id });
    expect(body).toMatchObject({ run: { data: { metrics: [{ key: 'a' }], params: [{ value: '1' }] } } });
  });

  it('fails alone when others are committed with it', async () => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    const outcomes = await Promise.all(
      ['1', '1', '2', '1'].map((value) => call('POST', 'runs/log-parameter', { run_id, key: 'p', value })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([200, 200, 400, 200]);
  });
});

const pageToken = (state: object): string => Buffer.from(JSON.stringify(state)).toString('base64');

describe('what is refused', () => {
  it.each([
    ['runs/log-metric', { key: 'a', value: 1, timestamp: 1 }, "parameter 'run_id'"],
    ['runs/log-metric', { run_id: 'x', value: 1, timestamp: 1 }, "parameter 'key'"],
    ['runs/log-metric', { run_id: 'x', key: 'a', value: 'abc', timestamp: 1 }, "parameter 'value'"],
    ['runs/log-metric', { run_id: 'x', key: 'a', value: 1, timestamp: 1, step: 1.5 }, "parameter 'step'"],
    ['runs/log-metric', { run_id: 'x', key: 'a b!', value: 1, timestamp: 1 }, 'Names may only contain'],
    [
      'runs/log-metric',
      { run_id: 'x', key: '../a', value: 1, timestamp: 1 },
      'must not resolve to other names',
    ],
    ['runs/log-metric', { value: 1, timestamp: 1 }, "parameter 'run_id'"],
    [
      'runs/log-metric',
      { run_id: 'x', key: 'a', value: 1, timestamp: 1, step: '9007199254740993' },
      'beyond what Modelyard keeps exactly',
    ],
    ['runs/log-metric', { run_id: 'x', key: 'a', value: 1, timestamp: -1 }, '(value=1.0)'],
    ['runs/search', { experiment_ids: ['abc'] }, 'must be a valid integer'],
    ['runs/search', { experiment_ids: ['0'], page_token: 'nonsense' }, 'Invalid page token'],
    ['runs/search', { experiment_ids: ['0'], page_token: pageToken({}) }, 'Invalid page token'],
    ['runs/search', { experiment_ids: ['0'], page_token: pageToken({ offset: null }) }, 'Invalid page token'],
    ['runs/search', { experiment_ids: ['0'], max_results: 0 }, 'positive integer'],
    ['runs/log-batch', { run_id: '../x' }, 'Invalid value "../x" for parameter \'run_id\' supplied.'],
    ['runs/search', { experiment_ids: ['0'], max_results: 50_001 }, "of type 'int'"],
    ['logged-models/search', {}, "parameter 'experiment_ids'"],
  ])('%s %j', async (path, given, message) => {
    const { call } = openTrackingHttp();
    expect(await call('POST', path, given)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
    });
  });

  it('is nested deeper than anything that is meant', async () => {
    const { app } = openTrackingHttp();
    const payload = `{"run_id":"x","value":1,"timestamp":1,"key":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const answer = await app.inject({
      method: 'POST',
      url: '/api/2.0/mlflow/runs/log-metric',
      headers,
      payload,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { message: 'The request is nested too deep.' },
    ]);
  });

  it('comes from web pages of others, or is addressed to another name', async () => {
    const { app } = openTrackingHttp();
    const post = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/2.0/mlflow/runs/create', headers, payload: {} });
    expect((await post({ host: 'evil.example' })).statusCode).toBe(403);
    expect((await post({ host: 'localhost:5000', origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await post({ host: 'localhost:5000', origin: 'http://127.0.0.1:3000' })).statusCode).toBe(200);
    const plain = await app.inject({
      method: 'POST',
      url: '/api/2.0/mlflow/runs/create',
      headers: { host: 'localhost', 'content-type': 'text/plain' },
      payload: '{}',
    });
    expect([plain.statusCode, plain.json()]).toMatchObject([400, { error_code: 'INVALID_PARAMETER_VALUE' }]);
  });

  it('comes while the server closes: in MLflow’s shape, to be tried again', async () => {
    const { app } = openTrackingHttp();
    let answer: Promise<{ statusCode: number; body: string }> | undefined;
    // Runs after the server has begun to close.
    app.addHook('preClose', async () => {
      answer = app.inject({ method: 'POST', url: '/api/2.0/mlflow/runs/create', payload: {} });
    });
    await app.close();
    const { statusCode, body } = (await answer) ?? { statusCode: 0, body: '{}' };
    expect([statusCode, JSON.parse(body)]).toMatchObject([503, { error_code: 'TEMPORARILY_UNAVAILABLE' }]);
  });

  it.each(['/api/2.0/mlflow/%zz', '/api/2.0/mlflow-artifacts/artifacts/%ff'])(
    'is an address that cannot be decoded, such as %s, in MLflow’s shape',
    async (url) => {
      const { call } = openTrackingHttp();
      expect(await call('GET', url)).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_PARAMETER_VALUE' },
      });
    },
  );

  it.each([
    ['no HTTP', 'GET / NONSENSE\r\n\r\n', 400],
    ['longer than anybody’s filter', `GET /?${'x'.repeat(200_000)} HTTP/1.1\r\n\r\n`, 431],
  ])('is %s, in MLflow’s shape', async (_, sent, status) => {
    const { app } = openTrackingHttp();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined).end(sent);
    const answer = await text(socket);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error_code: 'BAD_REQUEST' });
  });

  it('is unknown, or not there on purpose, and never a bare page', async () => {
    const { call } = openTrackingHttp();
    expect(await call('GET', '/api/2.0/mlflow/nonsense')).toMatchObject({
      status: 404,
      body: { error_code: 'ENDPOINT_NOT_FOUND' },
    });
    for (const path of ['scorers/register', 'review-queues/create', 'issues', 'gateway/endpoints/create'])
      expect(await call('POST', `/api/3.0/mlflow/${path}`), path).toMatchObject({
        status: 501,
        body: { error_code: 'NOT_IMPLEMENTED' },
      });
  });
});

it('a place that names no beginning lies in the project, whichever client uses it', async () => {
  const { call, services } = openTrackingHttp();
  await call('POST', 'experiments/create', { name: 'near', artifact_location: 'x/y' });
  expect((await call('GET', 'experiments/get-by-name', { experiment_name: 'near' })).body).toHaveProperty(
    'experiment.artifact_location',
    join(services.paths.folder, 'x', 'y'),
  );
});

describe('an address', () => {
  it('may begin with more than one slash', async () => {
    const { call } = openTrackingHttp();
    for (const path of ['//api/2.0/mlflow/experiments/get', '///api/2.0/mlflow/experiments/get'])
      expect((await call('GET', path, { experiment_id: '0' })).status).toBe(200);
  });

  it('may name hundreds of runs', async () => {
    const { app } = openTrackingHttp();
    const ids = Array.from({ length: 1500 }, (_, index) => `'${String(index).padStart(32, '0')}'`);
    const query = new URLSearchParams({ filter: `run_id IN (${ids.join(',')})` });
    const server = await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${server}/api/2.0/mlflow/model-versions/search?${query}`);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  });
});

describe('a history', () => {
  it.each([
    [5, [0, 5, 10, 14, 21]],
    [10, [0, 3, 6, 8, 10, 12, 14, 16, 18, 21]],
    [22, Array.from({ length: 22 }, (_, step) => step)],
    [1, [21]],
  ])('is thinned out to %i points, the first and the last among them', async (max_results, steps) => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    const metrics = Array.from({ length: 22 }, (_, step) => ({ key: 'a', value: step, timestamp: 1, step }));
    await call('POST', 'runs/log-batch', { run_id, metrics });
    const asked = { run_ids: run_id, metric_key: 'a', max_results: String(max_results) };
    const { body } = await call('GET', '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval', asked);
    const { metrics: chosen } = body as unknown as { metrics: { step: number }[] };
    expect(chosen.map(({ step }) => step)).toEqual(steps);
  });

  it('is read page by page in order of time, also where that is not the order of steps', async () => {
    const { call, createRun } = openTrackingHttp();
    const run_id = await createRun();
    const points = [5, 3, 9, 1, 7].map((timestamp, step) => ({ key: 'a', value: step, timestamp, step }));
    await call('POST', 'runs/log-batch', { run_id, metrics: points });
    await call('POST', 'runs/log-batch', {
      run_id,
      metrics: points.map((point) => ({ ...point, key: 'b', timestamp: point.step * 10 })),
    });
    const readAll = async (metric_key: string): Promise<number[]> => {
      const steps: number[] = [];
      let page_token: string | undefined;
      do {
        const { body } = await call('GET', 'metrics/get-history', {
          ...{ run_id, metric_key, max_results: '2' },
          ...(page_token === undefined ? {} : { page_token }),
        });
        const page = body as unknown as { metrics: { step: number }[]; next_page_token?: string };
        steps.push(...page.metrics.map(({ step }) => step));
        page_token = page.next_page_token;
      } while (page_token !== undefined);
      return steps;
    };
    expect(await readAll('a')).toEqual([3, 1, 0, 4, 2]);
    expect(await readAll('b')).toEqual([0, 1, 2, 3, 4]);
    for (const max_results of ['0', '-1'])
      expect(
        (await call('GET', 'metrics/get-history', { run_id, metric_key: 'a', max_results })).status,
      ).toBe(400);
    expect(await call('GET', 'metrics/get-history', { run_id, metric_key: 'none' })).toEqual({
      status: 200,
      body: {},
    });
  });
});

describe('the machine of a run', () => {
  it('is the one that its client and this server share, and is no part of MLflow’s answers', async () => {
    const { app, services, createRun, call } = openTrackingHttp();
    const recordedOf = (run: string) =>
      services.store.reader.get<object>('SELECT environment_json AS json FROM runs WHERE id = ?', [run]);
    const run = await createRun();
    const facts = await services.machine.facts();
    expect(recordedOf(run)).toEqual({ json: JSON.stringify(facts) });
    expect(JSON.stringify((await call('GET', 'runs/get', { run_id: run })).body)).not.toContain(facts.os);

    const passedOn = await app.inject({
      ...{ method: 'POST', url: '/api/2.0/mlflow/runs/create', payload: {} },
      headers: { host: 'localhost', 'x-forwarded-for': '10.0.0.7' },
    });
    const { run_id } = (JSON.parse(passedOn.body) as { run: { info: { run_id: string } } }).run.info;
    expect(recordedOf(run_id)).toEqual({ json: '{}' });
  });
});
