import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, get, post, type RawRequest, unknownRun } from './request.ts';

/** Registered models and where their versions may come from. */

export const registryRoutes = ({ experiment, model, loggedModel, run }: RawFixture): RawRequest[] => [
  get('model', `${api}/registered-models/get?name=${model}`),
  get('model, for the window', `${ajax}/registered-models/get?name=${model}`),
  get('latest versions, by query', `${api}/registered-models/get-latest-versions?name=${model}`),
  get(
    'latest versions of a stage, by query',
    `${api}/registered-models/get-latest-versions?name=${model}&stages=Production&stages=None`,
  ),
  get('version of a model', `${api}/model-versions/get?name=${model}&version=1`),
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
  ...[
    'nope:x',
    'nope:/x',
    's3://bucket',
    's3://bucket/./x',
    's3://bucket//x/',
    'dbfs:x',
    'http://example.org/a/../b',
    'http://example.org/api/2.0/mlflow-artifacts/artifacts/1/x',
    'ftp://example.org/x',
    'mlflow-artifacts:/1/x',
    'mlflow-artifacts://host/1/x',
    'runs:/nope/x',
    `runs:/${run}/x`,
    `runs://profile/${run}/x`,
    `models:/${model}/1`,
    `models:/${model}@nope`,
    `models:/${model}`,
    'models://other/x/1',
    `models:/m-${unknownRun}`,
    `models:/${loggedModel}`,
    'x',
    '/x',
    'file:///x',
    ' ',
  ].flatMap((source) =>
    (
      [
        ['alone', {}],
        ['with run', { run_id: run }],
        ['with unknown run', { run_id: unknownRun }],
        ['with model', { model_id: loggedModel }],
        ['with unknown model', { model_id: `m-${unknownRun}` }],
      ] as const
    ).map(([how, ids]) =>
      post(
        `version of ${source.replace(run, 'run').replace(loggedModel, 'model')}, ${how}`,
        `${api}/model-versions/create`,
        {
          name: model,
          source,
          ...ids,
        },
      ),
    ),
  ),
  post('version below its run', `${api}/model-versions/create`, {
    name: model,
    source: `mlflow-artifacts:/${experiment}/${run}/artifacts/model`,
    run_id: run,
  }),
  post('version below its run, encoded', `${api}/model-versions/create`, {
    name: model,
    source: `mlflow-artifacts:/${experiment}/${run}/artifacts/a%20b`,
    run_id: run,
  }),
  post('version of a prompt', `${api}/model-versions/create`, {
    name: model,
    source: 'x',
    tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
  }),
  ...['a@b', 'a\\b', '..', '.', 'a//b', 'x'.repeat(251), 'x'.repeat(257)].map((name) =>
    post(`model called ${name.slice(0, 9)} of ${name.length}`, `${api}/registered-models/create`, { name }),
  ),
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
