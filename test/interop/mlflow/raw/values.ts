import type { RawFixture } from '../raw-fixture.ts';
import { api, get, post, type RawRequest, unknownRun } from './request.ts';

/** Values of other types, beyond the limits, and tokens that are none. */

export const wrongTypes = ({ run, spoiled, experiment }: RawFixture): RawRequest[] => {
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
    post('create experiment: fragment in location', `${api}/experiments/create`, {
      name: 'fragment',
      artifact_location: 'mlflow-artifacts:/x#y',
    }),
    ...[
      'http://example.org/x',
      'ftp://example.org/x',
      'mlflow-artifacts://host/x',
      's3://bucket/x',
      '/tmp/x',
      'file:///tmp/x',
      's3://bucket/x?y=..',
      's3://bucket/x?y=z',
    ].flatMap((artifact_location, index) => [
      post(`create experiment: at ${artifact_location}`, `${api}/experiments/create`, {
        name: `at ${index}`,
        artifact_location,
      }),
      get(
        `create experiment: what is at ${artifact_location}`,
        `${api}/experiments/get-by-name?experiment_name=at%20${index}`,
      ),
    ]),
    post('create experiment: upward location', `${api}/experiments/create`, {
      name: 'up',
      artifact_location: 'mlflow-artifacts:/../x',
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

const point = { key: 'in batch', value: 1, timestamp: 1, step: 0 };
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));

export const limits = ({ run, experiment, model }: RawFixture): RawRequest[] => {
  const search = (max_results: number) =>
    post(`search: max_results ${max_results}`, `${api}/runs/search`, {
      experiment_ids: [experiment],
      max_results,
    });
  return [
    search(0),
    search(-1),
    search(50_001),
    get('experiments, by query: max_results 0', `${api}/experiments/search?max_results=0`),
    get('experiments, by query: max_results 50001', `${api}/experiments/search?max_results=50001`),
    get('registered models: max_results 0', `${api}/registered-models/search?max_results=0`),
    get('model versions: max_results 0', `${api}/model-versions/search?max_results=0`),
    post('logged models: max_results 50001', `${api}/logged-models/search`, {
      experiment_ids: [experiment],
      max_results: 50_001,
    }),
    post('traces: max_results 501', '/api/3.0/mlflow/traces/search', {
      locations: [{ mlflow_experiment: { experiment_id: experiment } }],
      max_results: 501,
    }),
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
    ...(
      [
        ['1001 metrics', { metrics: many(1001, (index) => ({ ...point, key: `m${index}` })) }],
        ['101 params', { params: many(101, (index) => ({ key: `p${index}`, value: '1' })) }],
        ['101 tags', { tags: many(101, (index) => ({ key: `t${index}`, value: '1' })) }],
        [
          '1001 together',
          {
            metrics: many(901, (index) => ({ ...point, key: `m${index}` })),
            params: many(50, (index) => ({ key: `p${index}`, value: '1' })),
            tags: many(50, (index) => ({ key: `t${index}`, value: '1' })),
          },
        ],
        ['a param twice', { params: many(2, (index) => ({ key: 'repeated', value: String(index) })) }],
        ['a param twice alike', { params: many(2, () => ({ key: 'repeated alike', value: '1' })) }],
        ['a param otherwise than before', { params: [{ key: 'lr', value: "it's" }] }],
        ['a long key', { metrics: [{ ...point, key: 'k'.repeat(251) }] }],
        ['a strange key', { tags: [{ key: 'a?b', value: '1' }] }],
        ['a time before 1970', { metrics: [point, { ...point, timestamp: -5, value: 1e22 }] }],
      ] as const
    ).map(([name, fields]) => post(`batch: ${name}`, `${api}/runs/log-batch`, { run_id: run, ...fields })),
    ...(
      [
        ['name of 501', { name: 'n'.repeat(501) }],
        ['digest of 37', { digest: 'd'.repeat(37) }],
      ] as const
    ).map(([name, fields]) =>
      post(`dataset: ${name}`, `${api}/runs/log-inputs`, {
        run_id: run,
        datasets: [{ dataset: { name: 'n', digest: 'd', source_type: 's', source: '{}', ...fields } }],
      }),
    ),
    post('dataset: tag of 256', `${api}/runs/log-inputs`, {
      run_id: run,
      datasets: [
        {
          tags: [{ key: 'k'.repeat(256), value: 'v' }],
          dataset: { name: 'n', digest: 'd', source_type: 's', source: '{}' },
        },
      ],
    }),
    post('model: no JSON', `${api}/runs/log-model`, { run_id: run, model_json: 'no JSON' }),
    post('model: nothing in it', `${api}/runs/log-model`, { run_id: run, model_json: '{}' }),
    post('param: otherwise than before', `${api}/runs/log-parameter`, {
      run_id: run,
      key: 'lr',
      value: '0.2',
    }),
    post('experiment tag: key of 251', `${api}/experiments/set-experiment-tag`, {
      experiment_id: experiment,
      key: 'k'.repeat(251),
      value: 'v',
    }),
    post('run tag: key of 251', `${api}/runs/set-tag`, { run_id: run, key: 'k'.repeat(251), value: 'v' }),
    post('run tag: deleted that is not there', `${api}/runs/delete-tag`, { run_id: run, key: 'nope' }),
    post('create run: two names', `${api}/runs/create`, {
      experiment_id: experiment,
      run_name: 'a',
      tags: [{ key: 'mlflow.runName', value: "it's" }],
    }),
    post('create run: strange tag', `${api}/runs/create`, {
      experiment_id: experiment,
      run_name: 'strange',
      tags: [{ key: 'a?b', value: 'v' }],
    }),
    post('create experiment: name of 501', `${api}/experiments/create`, { name: 'n'.repeat(501) }),
    post('create experiment: taken', `${api}/experiments/create`, { name: 'Default' }),
    post('create experiment: long tag', `${api}/experiments/create`, {
      name: 'tagged',
      tags: [{ key: 'k', value: 'v'.repeat(20_001) }],
    }),
    post('experiment tag: without value', `${api}/experiments/set-experiment-tag`, {
      experiment_id: experiment,
      key: 'k',
    }),
    post('experiment tag: deleted that is not there', `${api}/experiments/delete-experiment-tag`, {
      experiment_id: experiment,
      key: 'nope',
    }),
    post('rename experiment: without a name', `${api}/experiments/update`, { experiment_id: experiment }),
    post('restore: an active run', `${api}/runs/restore`, { run_id: run }),
    post('restore: an active experiment', `${api}/experiments/restore`, { experiment_id: experiment }),
    post('outputs: an unknown model', `${api}/runs/outputs`, {
      run_id: run,
      models: [{ model_id: `m-${unknownRun}`, step: 2 }],
    }),
    post('inputs: an unknown model', `${api}/runs/log-inputs`, {
      run_id: run,
      models: [{ model_id: `m-${unknownRun}` }],
    }),
    post('metric: of an unknown model', `${api}/runs/log-metric`, {
      run_id: run,
      key: 'of a model',
      value: 1,
      timestamp: 1,
      model_id: `m-${unknownRun}`,
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

export const pageTokens = ({ run, experiment }: RawFixture): RawRequest[] => [
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
