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
  post('model tag: value of 100,001', `${api}/registered-models/set-tag`, {
    name: model,
    key: 'k',
    value: 'v'.repeat(100_001),
  }),
  post('model tag: strange key', `${api}/registered-models/set-tag`, { name: model, key: 'a?b', value: 'v' }),
  post('version tag: key of 251', `${api}/model-versions/set-tag`, {
    name: model,
    version: '1',
    key: 'k'.repeat(251),
    value: 'v',
  }),
  post('rename: without a name', `${api}/registered-models/rename`, { name: model }),
  post('rename: to itself', `${api}/registered-models/rename`, { name: model, new_name: model }),
  post('rename: to a strange name', `${api}/registered-models/rename`, { name: model, new_name: 'a/b' }),
  post('alias: version that is no number', `${api}/registered-models/alias`, {
    name: model,
    alias: 'a',
    version: 'x',
  }),
  post('alias: fine', `${api}/registered-models/alias`, { name: model, alias: 'fine', version: '1' }),
  get('alias: latest', `${api}/registered-models/alias?name=${model}&alias=latest`),
  get('alias: read', `${api}/registered-models/alias?name=${model}&alias=fine`),
  get('model with an alias', `${api}/registered-models/get?name=${model}`),
  post('latest versions of a strange stage', `${api}/registered-models/get-latest-versions`, {
    name: model,
    stages: ['prod'],
  }),
  {
    name: 'describe a version',
    method: 'PATCH',
    path: `${api}/model-versions/update`,
    body: { name: model, version: '1', description: 'd' },
  },
  {
    name: 'delete an alias of an unknown model',
    method: 'DELETE',
    path: `${api}/registered-models/alias`,
    body: { name: 'nope', alias: 'a' },
  },
  get('versions in an order that is none', `${api}/model-versions/search?order_by=nope`),
  get('versions in the same order twice', `${api}/model-versions/search?order_by=name&order_by=name`),
  get('models in an order that is none', `${api}/registered-models/search?order_by=nope`),
  get('models by nothing known', `${api}/registered-models/search?filter=nope%20%3D%20'x'`),
  get('versions of a run', `${api}/model-versions/search?filter=run_id%20%3D%20'${run}'`),
  {
    name: 'delete a version without number',
    method: 'DELETE',
    path: `${api}/model-versions/delete`,
    body: { name: model },
  },
];
