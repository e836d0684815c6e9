import { describe, expect, it } from 'vitest';
import { matrixModel } from '../../../../../test/support/tiny-models.ts';
import { openTrackingHttp } from '../../../../../test/support/tracking-http.ts';
import { resolveModel } from '../../../store/registry.ts';
import { datasetsOf } from '../../../store/runs.ts';
import { findVersionPlace } from '../../../store/version-places.ts';

interface Model {
  readonly info: { readonly model_id: string; readonly name: string };
}

const openModels = async () => {
  const opened = openTrackingHttp();
  const { call, createRun } = opened;
  const run_id = await createRun();
  const create = async (name: string, more: object = {}): Promise<string> => {
    const given = { experiment_id: '0', name, source_run_id: run_id, ...more };
    const { body } = await call('POST', 'logged-models', given);
    return (body as unknown as { model: Model }).model.info.model_id;
  };
  const log = (model_id: string, key: string, value: number | string, more: object = {}) =>
    call('POST', 'runs/log-metric', { run_id, model_id, key, value, timestamp: 5, ...more });
  const search = async (given: object) => {
    const { body, status } = await call('POST', 'logged-models/search', { experiment_ids: ['0'], ...given });
    const { models = [], ...rest } = body as unknown as { models?: Model[]; next_page_token?: string };
    return { status, names: models.map(({ info }) => info.name), ...rest };
  };
  return { ...opened, run_id, create, log, search };
};

describe('a logged model', () => {
  it('is made, measured, finished, found with its run, and deleted', async () => {
    const { app, call, create, log, run_id } = await openModels();
    const headers = { host: 'localhost' };
    const id = await create('net', { params: [{ key: 'p', value: '1' }], tags: [{ key: 't', value: 'x' }] });
    expect(id).toMatch(/^m-[0-9a-f]{32}$/);
    await call('POST', 'runs/outputs', { run_id, models: [{ model_id: id, step: 3 }] });
    await log(id, 'acc', 0.5);
    await log(id, 'acc', 0.75, { timestamp: 9, step: 1, dataset_name: 'd', dataset_digest: '1' });
    await log(id, 'acc', 0.625, { timestamp: 7, dataset_name: 'd', dataset_digest: '1' });
    await call('PATCH', `logged-models/${id}`, { model_id: 'other', status: 'LOGGED_MODEL_READY' });
    await call('POST', `logged-models/${id}/params`, { params: [{ key: 'q', value: '2' }] });
    await call('PATCH', `logged-models/${id}/tags`, { tags: [{ key: 'u', value: 'y' }] });
    const bare = { method: 'DELETE', url: `/api/2.0/mlflow/logged-models/${id}/tags/t`, headers } as const;
    expect((await app.inject(bare)).json()).toEqual({});
    expect((await call('DELETE', `logged-models/${id}/tags/t`)).status).toBe(404);
    const at = { model_id: id, run_id };
    expect((await call('GET', `logged-models/${id}`)).body).toEqual({
      model: {
        info: {
          model_id: id,
          experiment_id: '0',
          name: 'net',
          creation_timestamp_ms: expect.any(Number),
          last_updated_timestamp_ms: expect.any(Number),
          artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
          status: 'LOGGED_MODEL_READY',
          model_type: '',
          source_run_id: run_id,
          tags: [{ key: 'u', value: 'y' }],
        },
        data: {
          params: [
            { key: 'p', value: '1' },
            { key: 'q', value: '2' },
          ],
          metrics: [
            { key: 'acc', value: 0.5, timestamp: 5, step: 0, ...at },
            {
              key: 'acc',
              value: 0.625,
              timestamp: 7,
              step: 0,
              dataset_name: 'd',
              dataset_digest: '1',
              ...at,
            },
            { key: 'acc', value: 0.75, timestamp: 9, step: 1, dataset_name: 'd', dataset_digest: '1', ...at },
          ],
        },
      },
    });
    expect((await call('GET', 'runs/get', { run_id })).body).toMatchObject({
      run: { outputs: { model_outputs: [{ model_id: id, step: 3 }] } },
    });
    await call('DELETE', `logged-models/${id}`);
    expect(await call('GET', `logged-models/${id}`)).toMatchObject({
      status: 404,
      body: { message: `Logged model with ID '${id}' not found.` },
    });
  });

  it('without a name gets one that people can say', async () => {
    const { call } = await openModels();
    const { body } = await call('POST', 'logged-models', { experiment_id: '0' });
    expect((body as unknown as { model: Model }).model.info.name).toMatch(/^[a-z]+-[a-z]+-\d{3}$/);
    expect(body).not.toMatchObject({ model: { info: { name: expect.stringContaining('undefined') } } });
  });

  it('loses a tag whose key is as long as keys may be', async () => {
    const { call, create } = await openModels();
    const key = 'k'.repeat(250);
    const id = await create('net', { tags: [{ key, value: 'x' }] });
    expect((await call('DELETE', `logged-models/${id}/tags/${key}`)).status).toBe(200);
    expect((await call('GET', `logged-models/${id}`)).body).not.toHaveProperty('model.info.tags');
  });

  it('names the versions that were registered of it, also where the client does not note them', async () => {
    const { call, create } = await openModels();
    const id = await create('net');
    await call('POST', 'registered-models/create', { name: 'ü "b"' });
    const register = () =>
      call('POST', 'model-versions/create', { name: 'ü "b"', source: `models:/${id}`, model_id: id });
    const noted = async () => {
      const { body } = await call('GET', `logged-models/${id}`);
      const { tags = [] } = (
        body as unknown as { model: { info: { tags?: { key: string; value: string }[] } } }
      ).model.info;
      return tags.find(({ key }) => key === 'mlflow.modelVersions')?.value;
    };
    await register();
    expect(await noted()).toBe('[{"name": "\\u00fc \\"b\\"", "version": 1}]');
    await register();
    expect(JSON.parse((await noted()) ?? '')).toEqual([1, 2].map((version) => ({ name: 'ü "b"', version })));
  });

  it('is listed and downloaded, and what is registered of it can be served', async () => {
    const { app, call, create, run_id, services } = await openModels();
    const id = await create('net');
    const inject = (method: 'PUT' | 'GET', url: string, payload?: string | Buffer) =>
      app.inject({
        method,
        url,
        headers: { host: 'localhost' },
        ...(payload === undefined ? {} : { payload }),
      });
    const root = `/api/2.0/mlflow-artifacts/artifacts/0/models/${id}/artifacts`;
    await inject('PUT', `${root}/MLmodel`, 'flavors: {}');
    await inject('PUT', `${root}/data/x.json`, '{}');
    await inject('PUT', `${root}/model.onnx`, Buffer.from(matrixModel().bytes));
    const asked = { artifact_directory_path: 'data' };
    expect((await call('GET', `logged-models/${id}/artifacts/directories`, asked)).body).toEqual({
      root_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
      files: [{ path: 'data/x.json', is_dir: false, file_size: 2 }],
    });
    const files = `/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files`;
    expect((await inject('GET', `${files}?artifact_file_path=MLmodel`)).body).toBe('flavors: {}');
    await call('POST', 'registered-models/create', { name: 'm' });
    for (const source of [`models:/${id}`, `mlflow-artifacts:/0/models/${id}/artifacts`])
      await call('POST', 'model-versions/create', { name: 'm', source, model_id: id });
    const { reader } = services.store;
    const servable = { runId: run_id, signature: { task: 'regression' }, digest: expect.any(String) };
    expect([1, 2].map((version) => resolveModel(reader, `m/${version}`))).toMatchObject([servable, servable]);
    expect((await call('GET', 'model-versions/get-download-uri', { name: 'm', version: '1' })).body).toEqual({
      artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
    });
    const made = { runId: run_id, loggedModelId: id };
    expect([1, 2].map((version) => findVersionPlace(reader, `m/${version}`))).toMatchObject([made, made]);
  });
});

describe('a search for logged models', () => {
  const openThree = async () => {
    const opened = await openModels();
    const { create, log } = opened;
    const a = await create('a', { params: [{ key: 'lr', value: '0.1' }], tags: [{ key: 't', value: 'x' }] });
    const b = await create('b', { model_type: 'agent' });
    await create('c', { source_run_id: undefined });
    await log(a, 'acc', 0.25, { dataset_name: 'train', dataset_digest: '0' });
    await log(a, 'acc', 0.75, { dataset_name: 'test', dataset_digest: '1', timestamp: 9 });
    await log(b, 'acc', 0.5, { dataset_name: 'test', dataset_digest: '2' });
    await log(b, 'nan', 'NaN');
    return opened;
  };
  const byName = { order_by: [{ field_name: 'name' }] };

  it.each([
    [{ filter: "name = 'a'" }, ['a']],
    [{ filter: "params.lr = '0.1'" }, ['a']],
    [{ filter: "tags.t LIKE 'x%'" }, ['a']],
    [{ filter: "model_type = 'agent'" }, ['b']],
    [{ filter: "source_run_id = ''" }, ['c']],
    [{ filter: `name IN (${"'x', ".repeat(1200)}'c')` }, ['c']],
    [{ filter: "name IN ('a', 'c') AND status = 'PENDING'" }, ['a', 'c']],
    [{ filter: "name IN ('a', 'c') AND status LIKE 'PEND%'" }, ['a', 'c']],
    [{ filter: "status = 'pending'" }, []],
    [{ filter: 'creation_timestamp > 0' }, ['a', 'b', 'c']],
    [{ filter: 'metrics.acc > 0.3' }, ['a', 'b']],
    [{ filter: 'metrics.nan = 0' }, []],
    [{ filter: 'metrics.acc > 0.3', datasets: [{ dataset_name: 'train' }] }, []],
    [{ filter: 'metrics.acc > 0.3', datasets: [{ dataset_name: 'test', dataset_digest: '2' }] }, ['b']],
    [{ datasets: [{ dataset_name: 'train' }, { dataset_name: 'test', dataset_digest: '1' }] }, ['a']],
    [{ order_by: [{ field_name: 'metrics.acc', ascending: false }] }, ['a', 'b', 'c']],
    [{ order_by: [{ field_name: 'metrics.acc', ascending: 'true' }] }, ['b', 'a', 'c']],
    [
      {
        order_by: [
          { field_name: 'metrics.acc', dataset_name: 'train', ascending: false },
          { field_name: 'name', ascending: false },
        ],
      },
      ['a', 'c', 'b'],
    ],
    [
      {
        order_by: [
          { field_name: 'metrics.acc', dataset_digest: '0', ascending: false },
          { field_name: 'name', ascending: false },
        ],
      },
      ['a', 'c', 'b'],
    ],
    [{ experiment_ids: ['7'] }, []],
  ])('%j', async (given, names) => {
    const { search } = await openThree();
    expect(await search({ ...byName, ...given })).toEqual({ status: 200, names });
  });

  it('goes on page by page with the same search only', async () => {
    const { search } = await openThree();
    const first = await search({ ...byName, max_results: 2 });
    expect(first.names).toEqual(['a', 'b']);
    const page_token = first.next_page_token;
    expect(await search({ ...byName, max_results: 2, page_token })).toEqual({ status: 200, names: ['c'] });
    expect((await search({ filter: "name = 'a'", page_token })).status).toBe(400);
  });

  it.each([
    [{ filter: "nonsense = 'a'" }, 400],
    [{ order_by: [{ field_name: 'nonsense' }] }, 400],
    [{ datasets: [{ dataset_digest: '1' }] }, 400],
    [{ experiment_ids: ['abc'] }, 400],
  ])('%j is refused', async (given, status) => {
    const { search } = await openModels();
    expect((await search(given)).status).toBe(status);
  });
});

describe('inputs of a run', () => {
  const dataset = {
    name: 'train-df',
    digest: 'a5',
    source_type: 'local',
    source: '{}',
    profile: '{"rows": 3}',
  };

  it('are datasets with what they are used as, and models', async () => {
    const { call, run_id, services } = await openModels();
    const context = (value: string) => [{ key: 'mlflow.data.context', value }];
    for (const tags of [context('training'), context('training'), context('validation'), []])
      await call('POST', 'runs/log-inputs', {
        run_id,
        datasets: [{ tags, dataset }],
        models: [{ model_id: 'm-1' }],
      });
    expect(datasetsOf(services.store.reader, run_id).map(({ role }) => role)).toEqual([
      'validation',
      'training',
      '',
    ]);
    const { body } = await call('GET', 'runs/get', { run_id });
    expect(body).toMatchObject({
      run: {
        inputs: {
          model_inputs: [{ model_id: 'm-1' }],
          dataset_inputs: expect.arrayContaining([{ tags: context('training'), dataset }]),
        },
      },
    });
    const path = '/ajax-api/2.0/mlflow/experiments/search-datasets';
    expect((await call('POST', path, { experiment_ids: ['0'] })).body).toEqual({
      dataset_summaries: [
        { experiment_id: '0', name: 'train-df', digest: 'a5' },
        { experiment_id: '0', name: 'train-df', digest: 'a5', context: 'training' },
        { experiment_id: '0', name: 'train-df', digest: 'a5', context: 'validation' },
      ],
    });
  });

  it.each([
    ['runs/log-inputs', { datasets: [{ dataset: { ...dataset, digest: 'x'.repeat(37) } }] }],
    ['runs/log-inputs', { datasets: [{ dataset: { name: 'a' } }] }],
    ['runs/log-inputs', { datasets: [{ tags: [] }] }],
    ['runs/outputs', { models: [{ step: 1 }] }],
    ['runs/log-model', { model_json: 'no json' }],
    ['runs/log-model', { model_json: '{"run_id": "a"}' }],
    ['experiments/search-datasets', {}],
    ['logged-models', { experiment_id: '0', name: 'a/b' }],
  ])('%s %j is refused', async (path, given) => {
    const { call, run_id } = await openModels();
    expect((await call('POST', path, { run_id, ...given })).status).toBe(400);
  });

  it('are kept of clients before MLflow 3 as a history in a tag', async () => {
    const { call, run_id } = await openModels();
    const flavors = { python_function: { loader_module: 'größe', config: { secret: 1 } } };
    const model = { artifact_path: 'model', flavors, utc_time_created: 'now', run_id, signature: {} };
    for (let times = 0; times < 2; times += 1)
      await call('POST', 'runs/log-model', { run_id, model_json: JSON.stringify(model) });
    const kept =
      `{"run_id": "${run_id}", "artifact_path": "model", "utc_time_created": "now", ` +
      '"flavors": {"python_function": {"loader_module": "gr\\u00f6\\u00dfe"}}}';
    const { body } = await call('GET', 'runs/get', { run_id });
    expect(body).toMatchObject({
      run: {
        data: {
          tags: expect.arrayContaining([{ key: 'mlflow.log-model.history', value: `[${kept}, ${kept}]` }]),
        },
      },
    });
  });
});
