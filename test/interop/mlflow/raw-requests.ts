import type { RawFixture } from './raw-fixture.ts';

/** A request as no well-behaved client sends it, or one that the Python client never sends. */
export interface RawRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
}

const api = '/api/2.0/mlflow';
const ajax = '/ajax-api/2.0/mlflow';
const artifacts = '/api/2.0/mlflow-artifacts';
const unknownRun = 'f'.repeat(32);

/** The requests, in the order in which they are sent: some see what others wrote. */
export const rawRequests = (fixture: RawFixture): RawRequest[] => [
  ...routing(fixture),
  ...contentTypes(fixture),
  ...guards(fixture),
  ...missingFields(),
  ...wrongTypes(fixture),
  ...limits(fixture),
  ...pageTokens(fixture),
  ...histories(fixture),
  ...artifactRoutes(fixture),
  ...registryRoutes(fixture),
  ...loggedModelRoutes(fixture),
];

const get = (name: string, path: string, headers?: Record<string, string>): RawRequest => ({
  name,
  method: 'GET',
  path,
  ...(headers ? { headers } : {}),
});
const post = (name: string, path: string, body: unknown, headers?: Record<string, string>): RawRequest => ({
  name,
  method: 'POST',
  path,
  body,
  ...(headers ? { headers } : {}),
});

const routing = ({ run, experiment }: RawFixture): RawRequest[] => [
  get('health', '/health'),
  get('server info', '/api/3.0/mlflow/server-info'),
  get('server info, for the window', '/ajax-api/3.0/mlflow/server-info'),
  get('unknown route', `${api}/nope`),
  get('unknown version', '/api/9.9/mlflow/runs/get'),
  get('unknown prefix', '/nope/at/all'),
  get('wrong method', `${api}/runs/create`),
  post('wrong method, other way', `${api}/runs/get`, { run_id: run }),
  get('run', `${api}/runs/get?run_id=${run}`),
  get('run, for the window', `${ajax}/runs/get?run_id=${run}`),
  get('run by its old name', `${api}/runs/get?run_uuid=${run}`),
  get('run by both names', `${api}/runs/get?run_uuid=${run}&run_id=${run}`),
  get('unknown query field', `${api}/runs/get?run_id=${run}&bogus=1`),
  get('run without id', `${api}/runs/get`),
  get('run with an empty id', `${api}/runs/get?run_id=`),
  get('unknown run', `${api}/runs/get?run_id=${unknownRun}`),
  get('experiment', `${api}/experiments/get?experiment_id=${experiment}`),
  get('experiment that is no number', `${api}/experiments/get?experiment_id=abc`),
  get('experiment by name without name', `${api}/experiments/get-by-name`),
  get('experiments, by query', `${api}/experiments/search?max_results=3&order_by=name`),
  get('experiments, unknown view', `${api}/experiments/search?max_results=3&view_type=SOME`),
  post('experiments, for the window', `${ajax}/experiments/search`, {
    max_results: 2,
    order_by: ['name ASC'],
  }),
  post('experiments without max_results', `${api}/experiments/search`, {}),
];

const contentTypes = ({ run }: RawFixture): RawRequest[] => {
  const path = `${api}/runs/set-tag`;
  const body = JSON.stringify({ run_id: run, key: 'typed', value: 'v' });
  const typed = (name: string, type: string) =>
    post(`content type: ${name}`, path, body, { 'content-type': type });
  return [
    typed('none', ''),
    typed('text', 'text/plain'),
    typed('form', 'application/x-www-form-urlencoded'),
    typed('multipart', 'multipart/form-data; boundary=x'),
    typed('with charset', 'application/json; charset=utf-8'),
    typed('upper case', 'Application/JSON'),
    typed('almost', 'application/jsonp'),
    post('malformed body', path, '{"run_id": ', { 'content-type': 'application/json' }),
    post('empty body', path, '', { 'content-type': 'application/json' }),
    post('list for a body', path, '[]', { 'content-type': 'application/json' }),
    post('text for a body', path, '"text"', { 'content-type': 'application/json' }),
    post('null for a body', path, 'null', { 'content-type': 'application/json' }),
  ];
};

const guards = ({ run, port }: RawFixture): RawRequest[] => {
  const path = `${api}/runs/get?run_id=${run}`;
  const body = { run_id: run, key: 'guarded', value: 'v' };
  const host = (value: string) =>
    get(`host ${value.replace(String(port), 'and port')}`, path, { host: value });
  const origin = (value: string) => post(`origin ${value}`, `${api}/runs/set-tag`, body, { origin: value });
  return [
    host('evil.example'),
    host('localhost'),
    host(`localhost:${port}`),
    host('[::1]'),
    host('127.0.0.1.evil.example'),
    host('localhost.evil.example:5000'),
    host('192.168.1.5:5000'),
    get('host evil.example, health', '/health', { host: 'evil.example' }),
    get('host evil.example, artifacts', `${artifacts}/artifacts?path=`, { host: 'evil.example' }),
    origin('https://evil.example'),
    origin('http://localhost:3000'),
    origin('http://127.0.0.1:8080'),
    origin('null'),
    origin('http://localhost.evil.example'),
    get('origin on a read', path, { origin: 'https://evil.example' }),
    {
      name: 'upload from elsewhere',
      method: 'PUT',
      path: `${artifacts}/artifacts/x.txt`,
      headers: { origin: 'https://evil.example' },
      body: 'x',
    },
    {
      name: 'preflight from elsewhere',
      method: 'OPTIONS',
      path: `${api}/runs/set-tag`,
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    },
  ];
};

const missingFields = (): RawRequest[] =>
  [
    'experiments/create',
    'experiments/delete',
    'experiments/restore',
    'experiments/update',
    'experiments/set-experiment-tag',
    'runs/create',
    'runs/update',
    'runs/delete',
    'runs/restore',
    'runs/log-metric',
    'runs/log-parameter',
    'runs/set-tag',
    'runs/delete-tag',
    'runs/log-batch',
    'runs/log-inputs',
    'runs/outputs',
    'runs/search',
    'registered-models/create',
    'registered-models/rename',
    'registered-models/set-tag',
    'registered-models/alias',
    'model-versions/create',
    'model-versions/set-tag',
    'model-versions/transition-stage',
    'logged-models',
    'logged-models/search',
  ].map((route) => post(`nothing to ${route}`, `${api}/${route}`, {}));

const wrongTypes = ({ run, spoiled, experiment }: RawFixture): RawRequest[] => {
  const metric = (name: string, fields: object) =>
    post(`metric: ${name}`, `${api}/runs/log-metric`, {
      run_id: run,
      key: 'typed',
      value: 1,
      timestamp: 1,
      ...fields,
    });
  const batch = (name: string, fields: object) =>
    post(`batch: ${name}`, `${api}/runs/log-batch`, { run_id: run, ...fields });
  const point = { key: 'in batch', value: 1, timestamp: 1, step: 0 };
  return [
    metric('value as text number', { value: '1.5', step: 1 }),
    metric('value NaN', { value: 'NaN', step: 2 }),
    metric('value Infinity', { value: 'Infinity', step: 3 }),
    metric('value -Infinity', { value: '-Infinity', step: 4 }),
    metric('value text', { value: 'abc' }),
    metric('value null', { value: null }),
    metric('value list', { value: [1] }),
    metric('value object', { value: {} }),
    metric('value true', { run_id: spoiled, value: true }),
    metric('timestamp text number', { timestamp: '7', step: 5 }),
    metric('timestamp text', { timestamp: 'x' }),
    metric('timestamp negative', { timestamp: -1 }),
    metric('timestamp fraction', { run_id: spoiled, timestamp: 1.5 }),
    metric('step negative', { step: -5 }),
    metric('step text number', { step: '12' }),
    metric('step text', { step: 'x' }),
    metric('step beyond 64 bits', { run_id: spoiled, step: 1e30 }),
    metric('key number', { key: 5 }),
    metric('key null', { key: null }),
    metric('run id number', { run_id: 5 }),
    metric('run id list', { run_id: ['a'] }),
    metric('unknown field', { bogus: { deep: 1 } }),
    get(
      'what the metrics are now',
      `${api}/metrics/get-history?run_id=${run}&metric_key=typed&max_results=100`,
    ),
    batch('metrics is an object', { metrics: {} }),
    batch('metrics holds text', { metrics: ['x'] }),
    batch('metric without key', { metrics: [{ value: 1, timestamp: 1 }] }),
    batch('metric without value', { metrics: [{ key: 'k', timestamp: 1 }] }),
    batch('metric without timestamp', { metrics: [{ key: 'k', value: 1 }] }),
    batch('second metric is bad', { run_id: spoiled, metrics: [point, { ...point, value: 'abc' }] }),
    batch('metric with step as text', { run_id: spoiled, metrics: [{ ...point, step: 'x' }] }),
    batch('param without key', { params: [{ value: 'v' }] }),
    batch('param without value', { params: [{ key: 'no value' }] }),
    batch('param with number', { run_id: spoiled, params: [{ key: 'number', value: 5 }] }),
    batch('tag without key', { tags: [{ value: 'v' }] }),
    batch('tag without value', { tags: [{ key: 'no value' }] }),
    batch('null lists', { metrics: null, params: null, tags: null }),
    batch('unknown run', { run_id: unknownRun, metrics: [point] }),
    post('create run: experiment as number', `${api}/runs/create`, {
      experiment_id: Number(experiment),
      run_name: 'n',
    }),
    post('create run: no experiment', `${api}/runs/create`, { run_name: 'no experiment' }),
    post('create run: text for start_time', `${api}/runs/create`, {
      experiment_id: experiment,
      start_time: 'x',
    }),
    post('create run: tags object', `${api}/runs/create`, { experiment_id: experiment, tags: { a: 'b' } }),
    post('create run: minimal', `${api}/runs/create`, { experiment_id: experiment, run_name: 'minimal' }),
    post('create run: empty name', `${api}/runs/create`, { experiment_id: experiment, run_name: '' }),
    post('update run: unknown status', `${api}/runs/update`, { run_id: spoiled, status: 'SLEEPING' }),
    post('update run: status as number', `${api}/runs/update`, { run_id: spoiled, status: 3, end_time: 5 }),
    post('update run: nothing', `${api}/runs/update`, { run_id: run }),
    post('create experiment: number for name', `${api}/experiments/create`, { name: 5 }),
    post('create experiment: list for name', `${api}/experiments/create`, { name: ['a'] }),
    post('create experiment: upward location', `${api}/experiments/create`, {
      name: 'up',
      artifact_location: 'mlflow-artifacts:/../x',
    }),
    post('create experiment: fragment in location', `${api}/experiments/create`, {
      name: 'fragment',
      artifact_location: 'mlflow-artifacts:/x#y',
    }),
    post('create experiment: runs location', `${api}/experiments/create`, {
      name: 'runs',
      artifact_location: `runs:/${run}/x`,
    }),
    post('search: text for ids', `${api}/runs/search`, { experiment_ids: experiment }),
    post('search: id that is no number', `${api}/runs/search`, { experiment_ids: ['abc'] }),
    post('search: text for max_results', `${api}/runs/search`, {
      experiment_ids: [experiment],
      max_results: 'x',
    }),
    post('search: unknown view', `${api}/runs/search`, {
      experiment_ids: [experiment],
      run_view_type: 'SOME',
    }),
    post('search: order twice', `${api}/runs/search`, {
      experiment_ids: [experiment],
      order_by: ['metrics.a', 'metrics.a'],
    }),
    post('search: number for filter', `${api}/runs/search`, { experiment_ids: [experiment], filter: 5 }),
  ];
};

const limits = ({ run, experiment, model }: RawFixture): RawRequest[] => {
  const search = (max_results: number) =>
    post(`search: max_results ${max_results}`, `${api}/runs/search`, {
      experiment_ids: [experiment],
      max_results,
    });
  return [
    search(0),
    search(-1),
    search(50_001),
    post('experiments: max_results 0', `${api}/experiments/search`, { max_results: 0 }),
    post('experiments: max_results 50001', `${api}/experiments/search`, { max_results: 50_001 }),
    get('registered models: max_results 1001', `${api}/registered-models/search?max_results=1001`),
    get('registered models: max_results text', `${api}/registered-models/search?max_results=x`),
    get('model versions: max_results 200001', `${api}/model-versions/search?max_results=200001`),
    post('param: 6000 characters', `${api}/runs/log-parameter`, {
      run_id: run,
      key: 'p6000',
      value: 'x'.repeat(6000),
    }),
    post('param: 6001 characters', `${api}/runs/log-parameter`, {
      run_id: run,
      key: 'p6001',
      value: 'x'.repeat(6001),
    }),
    post('param: key of 251', `${api}/runs/log-parameter`, { run_id: run, key: 'k'.repeat(251), value: 'x' }),
    post('param: no value', `${api}/runs/log-parameter`, { run_id: run, key: 'no value' }),
    post('tag: 8001 characters', `${api}/runs/set-tag`, {
      run_id: run,
      key: 't8001',
      value: 'x'.repeat(8001),
    }),
    post('batch: 1,000,001 bytes', `${api}/runs/log-batch`, {
      run_id: run,
      tags: [{ key: 'big', value: 'x'.repeat(1_000_001) }],
    }),
    post('batch: a metric twice', `${api}/runs/log-batch`, {
      run_id: run,
      metrics: Array(2).fill({ key: 'twice', value: 1, timestamp: 1, step: 1 }),
    }),
    post('batch: a tag twice', `${api}/runs/log-batch`, {
      run_id: run,
      tags: [
        { key: 'twice', value: '1' },
        { key: 'twice', value: '2' },
      ],
    }),
    post('alias of 256', `${api}/registered-models/alias`, {
      name: model,
      alias: 'a'.repeat(256),
      version: '1',
    }),
    post('location of 2049', `${api}/experiments/create`, {
      name: 'far',
      artifact_location: `mlflow-artifacts:/${'x'.repeat(2049)}`,
    }),
    get('what the run is now', `${api}/runs/get?run_id=${run}`),
  ];
};

const pageTokens = ({ run, experiment }: RawFixture): RawRequest[] => [
  post('search: bad token', `${api}/runs/search`, { experiment_ids: [experiment], page_token: '???' }),
  post('search: token of other text', `${api}/runs/search`, {
    experiment_ids: [experiment],
    page_token: 'aGVsbG8=',
  }),
  post('experiments: bad token', `${api}/experiments/search`, { max_results: 5, page_token: '???' }),
  get('registered models: bad token', `${api}/registered-models/search?page_token=%3F%3F`),
  get('model versions: bad token', `${api}/model-versions/search?page_token=%3F%3F`),
  get(
    'history: bad token',
    `${api}/metrics/get-history?run_id=${run}&metric_key=loss&max_results=5&page_token=%3F`,
  ),
  post('logged models: bad token', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    page_token: '???',
  }),
];

const histories = ({ run, otherRun, experiment }: RawFixture): RawRequest[] => {
  const bulk = `${ajax}/metrics/get-history-bulk`;
  const interval = `${ajax}/metrics/get-history-bulk-interval`;
  return [
    get('history', `${api}/metrics/get-history?run_id=${run}&metric_key=loss&max_results=7`),
    get('history without max_results', `${api}/metrics/get-history?run_id=${run}&metric_key=loss`),
    get(
      'history by the old name',
      `${api}/metrics/get-history?run_uuid=${run}&metric_key=loss&max_results=3`,
    ),
    get('history without key', `${api}/metrics/get-history?run_id=${run}`),
    get(
      'history of an unknown key',
      `${api}/metrics/get-history?run_id=${run}&metric_key=nope&max_results=5`,
    ),
    get(
      'history of an unknown run',
      `${api}/metrics/get-history?run_id=${unknownRun}&metric_key=loss&max_results=5`,
    ),
    get('bulk', `${bulk}?run_id=${run}&run_id=${otherRun}&metric_key=loss&max_results=100`),
    get('bulk, limited', `${bulk}?run_id=${run}&metric_key=loss&max_results=5`),
    get('bulk without runs', `${bulk}?metric_key=loss`),
    get('bulk without key', `${bulk}?run_id=${run}`),
    get('bulk, unknown run', `${bulk}?run_id=${unknownRun}&metric_key=loss`),
    get(
      'bulk of 101 runs',
      `${bulk}?${Array.from({ length: 101 }, () => `run_id=${run}`).join('&')}&metric_key=loss`,
    ),
    get('interval', `${interval}?run_ids=${run}&run_ids=${otherRun}&metric_key=loss&max_results=10`),
    get(
      'interval between steps',
      `${interval}?run_ids=${run}&metric_key=loss&max_results=5&start_step=10&end_step=30`,
    ),
    get('interval with half of the steps', `${interval}?run_ids=${run}&metric_key=loss&start_step=10`),
    get('interval backwards', `${interval}?run_ids=${run}&metric_key=loss&start_step=30&end_step=10`),
    get('interval without runs', `${interval}?metric_key=loss`),
    get('interval, too many results', `${interval}?run_ids=${run}&metric_key=loss&max_results=2501`),
    get(
      'interval under the client prefix',
      `${api}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=loss&max_results=3`,
    ),
    post('datasets of experiments', `${ajax}/experiments/search-datasets`, { experiment_ids: [experiment] }),
    post('datasets of no experiments', `${ajax}/experiments/search-datasets`, {}),
    post('datasets of too many', `${ajax}/experiments/search-datasets`, {
      experiment_ids: Array.from({ length: 51 }, (_, index) => String(index)),
    }),
  ];
};

const artifactRoutes = ({ run, experiment, model }: RawFixture): RawRequest[] => {
  const root = `${artifacts}/artifacts/${experiment}/${run}/artifacts`;
  const put = (name: string, path: string, body = 'x'): RawRequest => ({
    name: `put ${name}`,
    method: 'PUT',
    path,
    body,
    headers: { 'content-type': 'text/plain' },
  });
  const read = (path: string) => get(`read ${path}`, `${artifacts}/artifacts/${path}`);
  const list = (path: string) =>
    get(`list ${path.replace(run, 'run')}`, `${artifacts}/artifacts?path=${path}`);
  return [
    put('a file', `${root}/a.txt`, 'content'),
    put('the same file again', `${root}/a.txt`, 'other content'),
    put('below a file', `${root}/a.txt/b.txt`),
    put('a deep file', `${root}/deep/er/b.json`, '{}'),
    put('upwards', `${artifacts}/artifacts/..%2F..%2Fescape.txt`),
    put('upwards, twice encoded', `${artifacts}/artifacts/%252e%252e%252Fescape.txt`),
    put('absolute', `${artifacts}/artifacts/%2Ftmp%2Fescape.txt`),
    put('backslashes', `${artifacts}/artifacts/..%5C..%5Cescape.txt`),
    put('drive', `${artifacts}/artifacts/C:%5Cescape.txt`),
    put('fragment', `${artifacts}/artifacts/a%23b.txt`),
    put('null byte', `${artifacts}/artifacts/a%00b.txt`),
    put('nothing', `${artifacts}/artifacts/`),
    get('read a file', `${root}/a.txt`),
    get('read JSON', `${root}/deep/er/b.json`),
    get('read a folder', `${root}/deep`),
    get('read what is not there', `${root}/nope.txt`),
    read('..%2F..%2Fetc%2Fpasswd'),
    read('%252e%252e%252Fetc%252Fpasswd'),
    read('%2Fetc%2Fpasswd'),
    read('....%2F%2Fetc%2Fpasswd'),
    list(''),
    list(`${experiment}/${run}/artifacts`),
    list(`${experiment}/${run}/artifacts/deep`),
    list(`${experiment}/${run}/artifacts/a.txt`),
    list('nope'),
    list('..'),
    list('%2Fetc'),
    list('a%2F..%2F..%2Fb'),
    get('list without path', `${artifacts}/artifacts`),
    get('artifacts of a run', `${api}/artifacts/list?run_id=${run}`),
    get('artifacts of a run, a folder', `${api}/artifacts/list?run_id=${run}&path=deep`),
    get('artifacts of a run, for the window', `${ajax}/artifacts/list?run_uuid=${run}&path=deep/er`),
    get('artifacts of a run, upwards', `${api}/artifacts/list?run_id=${run}&path=..%2F..`),
    get('artifacts of an unknown run', `${api}/artifacts/list?run_id=${unknownRun}`),
    get('artifacts of no run', `${api}/artifacts/list`),
    get('get-artifact', `/get-artifact?run_id=${run}&path=a.txt`),
    get('get-artifact by the old name', `/get-artifact?run_uuid=${run}&path=deep/er/b.json`),
    get('get-artifact, upwards', `/get-artifact?run_id=${run}&path=..%2F..%2Fa.txt`),
    get('get-artifact, missing', `/get-artifact?run_id=${run}&path=nope.txt`),
    get('get-artifact of an unknown run', `/get-artifact?run_id=${unknownRun}&path=a.txt`),
    get('get-artifact without path', `/get-artifact?run_id=${run}`),
    get('get-artifact without run', '/get-artifact?path=a.txt'),
    get('get-artifact of a version', `/model-versions/get-artifact?name=${model}&version=1&path=a.txt`),
    get(
      'get-artifact of an unknown version',
      `/model-versions/get-artifact?name=${model}&version=9&path=a.txt`,
    ),
    post('mpu create', `${artifacts}/mpu/create/${experiment}/x`, { path: 'x', num_parts: 2 }),
    post('mpu complete', `${artifacts}/mpu/complete/${experiment}/x`, {
      path: 'x',
      upload_id: '1',
      parts: [],
    }),
    post('mpu abort', `${artifacts}/mpu/abort/${experiment}/x`, { path: 'x', upload_id: '1' }),
    get('presigned', `${artifacts}/presigned/${experiment}/x`),
    { name: 'delete a file', method: 'DELETE', path: `${root}/a.txt` },
    { name: 'delete what is not there', method: 'DELETE', path: `${root}/nope.txt` },
    { name: 'delete upwards', method: 'DELETE', path: `${artifacts}/artifacts/..%2F..%2Fx` },
    { name: 'delete everything', method: 'DELETE', path: `${artifacts}/artifacts/` },
  ];
};

const registryRoutes = ({ model, run }: RawFixture): RawRequest[] => [
  get('model', `${api}/registered-models/get?name=${model}`),
  get('model, for the window', `${ajax}/registered-models/get?name=${model}`),
  get('latest versions, by query', `${api}/registered-models/get-latest-versions?name=${model}`),
  get(
    'latest versions of a stage, by query',
    `${api}/registered-models/get-latest-versions?name=${model}&stages=Production&stages=None`,
  ),
  get('version', `${api}/model-versions/get?name=${model}&version=1`),
  get('version without number', `${api}/model-versions/get?name=${model}`),
  get('alias without alias', `${api}/registered-models/alias?name=${model}`),
  {
    name: 'update a model',
    method: 'PATCH',
    path: `${api}/registered-models/update`,
    body: { name: model, description: 'd' },
  },
  {
    name: 'update a model by post',
    method: 'POST',
    path: `${api}/registered-models/update`,
    body: { name: model },
  },
  post('version: number for version', `${api}/model-versions/set-tag`, {
    name: model,
    version: 1,
    key: 'k',
    value: 'v',
  }),
  post('version: source of an unknown scheme', `${api}/model-versions/create`, {
    name: model,
    source: 'nope://x',
  }),
  post('version: run of another', `${api}/model-versions/create`, {
    name: model,
    source: '/tmp/x',
    run_id: run,
  }),
  post('version: encoded upwards', `${api}/model-versions/create`, {
    name: model,
    source: 'mlflow-artifacts:/1/%2e%2e/x',
  }),
  post('version: unknown logged model', `${api}/model-versions/create`, {
    name: model,
    source: `models:/m-${unknownRun}`,
  }),
  post('stage: no archive given', `${api}/model-versions/transition-stage`, {
    name: model,
    version: '1',
    stage: 'Staging',
  }),
  post('stage: archive as text', `${api}/model-versions/transition-stage`, {
    name: model,
    version: '1',
    stage: 'Staging',
    archive_existing_versions: 'yes',
  }),
  {
    name: 'delete a version without number',
    method: 'DELETE',
    path: `${api}/model-versions/delete`,
    body: { name: model },
  },
];

const loggedModelRoutes = ({ loggedModel, experiment }: RawFixture): RawRequest[] => [
  get('logged model', `${api}/logged-models/${loggedModel}`),
  get('logged model, for the window', `${ajax}/logged-models/${loggedModel}`),
  get('unknown logged model', `${api}/logged-models/m-${unknownRun}`),
  {
    name: 'finish: no status',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}`,
    body: { model_id: loggedModel },
  },
  {
    name: 'finish: unknown status',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}`,
    body: { model_id: loggedModel, status: 'DONE' },
  },
  {
    name: 'tags: none',
    method: 'PATCH',
    path: `${api}/logged-models/${loggedModel}/tags`,
    body: { model_id: loggedModel },
  },
  get('files of a logged model', `${api}/logged-models/${loggedModel}/artifacts/directories`),
  post('logged models: unknown order', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    order_by: [{ field_name: 'nope' }],
  }),
  post('logged models: unknown attribute', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    filter: "nope = 'x'",
  }),
  post('logged models: max_results 0', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    max_results: 0,
  }),
  post('logged models: dataset without name', `${api}/logged-models/search`, {
    experiment_ids: [experiment],
    datasets: [{}],
  }),
];
