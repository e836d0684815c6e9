import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, artifacts, get, post, type RawRequest, unknownRun } from './request.ts';

/** Routes that there are and are not, what may be sent to them, and from where. */

export const routing = ({ run, experiment }: RawFixture): RawRequest[] => [
  get('health', '/health'),
  get('server info', '/api/3.0/mlflow/server-info'),
  get('server info, for the window', '/ajax-api/3.0/mlflow/server-info'),
  get('version', '/version'),
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

export const contentTypes = ({ run }: RawFixture): RawRequest[] => {
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

export const guards = ({ run, port }: RawFixture): RawRequest[] => {
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

export const missingFields = (): RawRequest[] =>
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
