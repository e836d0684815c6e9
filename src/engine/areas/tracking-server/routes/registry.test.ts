import { describe, expect, it } from 'vitest';
import { registerChurn } from '../../../../../test/support/registered-models.ts';
import { churnModel, matrixModel } from '../../../../../test/support/tiny-models.ts';
import { openTrackingHttp } from '../../../../../test/support/tracking-http.ts';
import { insertEndpoint } from '../../../store/endpoints.ts';
import { listEvents } from '../../../store/event-log.ts';
import { listModels, modelIdOf, resolveModel } from '../../../store/registry.ts';

const openRegistry = () => {
  const opened = openTrackingHttp();
  const { app, call, services } = opened;
  const createModel = (name: string, more: object = {}) =>
    call('POST', 'registered-models/create', { name, ...more });
  const createVersion = (name: string, source: string, more: object = {}) =>
    call('POST', 'model-versions/create', { name, source, ...more });
  const put = (path: string, content: Uint8Array | string) =>
    app.inject({
      method: 'PUT',
      url: `/api/2.0/mlflow-artifacts/artifacts/${path}`,
      headers: { host: 'localhost' },
      payload: Buffer.from(content as Uint8Array),
    });
  const events = () =>
    listEvents(services.store.reader, { limit: 50 }).map(({ kind, details }) => ({ kind, ...details }));
  return { ...opened, createModel, createVersion, put, events };
};

const names = (body: object, of: string): string[] =>
  ((body as Record<string, { name: string; version?: string }[]>)[of] ?? []).map(({ name, version }) =>
    version === undefined ? name : `${name}/${version}`,
  );

describe('a registered model', () => {
  it('is created, described, tagged, renamed and deleted', async () => {
    const { call, createModel, createVersion, events } = openRegistry();
    expect((await createModel('m', { tags: [{ key: 't', value: '1' }] })).body).toEqual({
      registered_model: {
        name: 'm',
        creation_timestamp: expect.any(Number),
        last_updated_timestamp: expect.any(Number),
        tags: [{ key: 't', value: '1' }],
      },
    });
    expect(await createModel('m')).toMatchObject({
      status: 400,
      body: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'Registered Model (name=m) already exists.' },
    });
    await createVersion('m', 's3://bucket/m');
    await call('PATCH', 'registered-models/update', { name: 'm', description: 'ours' });
    await call('POST', 'registered-models/set-tag', { name: 'm', key: 'u', value: '2' });
    await call('DELETE', 'registered-models/delete-tag', { name: 'm', key: 't' });
    await call('POST', 'registered-models/alias', { name: 'm', alias: 'champion', version: '1' });
    const { body } = await call('POST', 'registered-models/rename', { name: 'm', new_name: 'n' });
    expect(body).toMatchObject({
      registered_model: {
        name: 'n',
        description: 'ours',
        latest_versions: [{ name: 'n', version: '1' }],
        tags: [{ key: 'u', value: '2' }],
        aliases: [{ alias: 'champion', version: '1' }],
      },
    });
    expect((await call('DELETE', 'registered-models/delete', { name: 'n' })).body).toEqual({});
    expect((await call('GET', 'registered-models/get', { name: 'n' })).status).toBe(404);
    expect((await createModel('n')).status).toBe(200);
    expect(events()).toMatchObject([
      { kind: 'model.deleted', versions: 1 },
      { kind: 'model.renamed', previous: 'm' },
      { kind: 'alias.moved', alias: 'champion', version: 1, previous: null },
      { kind: 'model.registered', version: 1, digest: null },
    ]);
  });

  it('and a prompt do not have one name, and the refusal says which of the two is there', async () => {
    const { createModel } = openRegistry();
    const asPrompt = { tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] };
    await createModel('p', asPrompt);
    await createModel('m');
    const refusal = async (name: string, more: object = {}) =>
      JSON.stringify((await createModel(name, more)).body);
    expect(await refusal('p', asPrompt)).toContain('"Prompt (name=p) already exists."');
    expect(await refusal('p')).toContain(
      "a registered model with name 'p', but the name is already taken by a prompt",
    );
    expect(await refusal('m', asPrompt)).toContain(
      "a prompt with name 'm', but the name is already taken by a registered model",
    );
  });

  it.each([
    ["name = 'b'", ['b']],
    ["name ILIKE 'A%'", ['a', 'ab']],
    ["tags.team = 'red'", ['a']],
    ["tags.team != 'red'", ['ab']],
    ["tag.`mlflow.prompt.is_prompt` != 'true'", ['a', 'ab', 'b']],
    ["tag.`mlflow.prompt.is_prompt` = 'true'", ['p']],
    ['', ['a', 'ab', 'b']],
  ])('is found by %s', async (filter, found) => {
    const { call, createModel, services } = openRegistry();
    await createModel('b');
    await createModel('a', { tags: [{ key: 'team', value: 'red' }] });
    await createModel('ab', { tags: [{ key: 'team', value: 'blue' }] });
    await createModel('p', { tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] });
    expect(listModels(services.store.reader).map(({ name }) => name)).toEqual(['a', 'ab', 'b']);
    const search = (more: object) => call('GET', 'registered-models/search', { filter, ...more });
    expect(names((await search({})).body, 'registered_models')).toEqual(found);
    const descending = (await search({ order_by: 'name DESC', max_results: '1' })).body;
    expect(names(descending, 'registered_models')).toEqual(found.slice(-1));
    expect('next_page_token' in descending).toBe(found.length > 1);
  });

  it.each([
    ['registered-models/create', { name: 'a/b' }, 'Names cannot contain'],
    ['registered-models/create', { name: ' ' }, "parameter 'name'"],
    ['registered-models/create', { name: '..' }, 'must not resolve to other names'],
    ['registered-models/create', { name: 'a@b' }, 'Invalid model name'],
    ['registered-models/alias', { name: 'm', alias: 'v1', version: '1' }, 'is reserved'],
    ['registered-models/alias', { name: 'm', alias: 'Latest', version: '1' }, 'is reserved'],
    ['registered-models/alias', { name: 'm', alias: 'a b', version: '1' }, 'Invalid alias name'],
    ['registered-models/alias', { name: 'm', alias: 'a', version: 'x' }, 'must be an integer'],
    ['model-versions/create', { name: 'm', source: '/etc' }, 'To use a local path'],
    ['model-versions/create', { name: 'm', source: 'file:///etc' }, 'To use a local path'],
    ['model-versions/create', { name: 'm', source: '/etc', run_id: 'none' }, 'The run_id request parameter'],
    ['model-versions/create', { name: 'm', source: 'mlflow-artifacts:/0/x' }, 'The run_id request parameter'],
    [
      'model-versions/create',
      { name: 'm', source: 'runs:/a/x', run_id: 'b' },
      'The run_id request parameter',
    ],
    ['model-versions/create', { name: 'm', source: 'nope:x' }, 'Please provide an absolute path'],
    ['model-versions/create', { name: 'm', source: 'http://a/x' }, "cannot use the 'http' scheme"],
    ['model-versions/create', { name: 'm', source: 's3://a/%252e%252e/b' }, 'Invalid model version source'],
    ['model-versions/create', { name: 'm', source: 'models:/m-1' }, 'The model_id request parameter'],
    ['model-versions/create', { name: 'm', source: 'models:/m-1', model_id: 'm-1' }, 'not found'],
    ['model-versions/create', { name: 'm', source: 'models:/m@gone' }, 'alias gone not found'],
    [
      'model-versions/transition-stage',
      { name: 'm', version: '1', stage: 'prod' },
      'Invalid Model Version stage',
    ],
  ])('%s %j is refused', async (path, given, message) => {
    const { call, createModel } = openRegistry();
    await createModel('m');
    expect(await call('POST', path, given)).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) },
    });
  });
});

describe('a version', () => {
  it('goes from stage to stage, and is deleted for good', async () => {
    const { call, createModel, createVersion, events } = openRegistry();
    await createModel('m');
    for (const source of ['s3://bucket/a', 's3://bucket/b', 'models:/m/2']) await createVersion('m', source);
    expect((await call('GET', 'model-versions/get', { name: 'm', version: '3' })).body).toEqual({
      model_version: {
        name: 'm',
        version: '3',
        creation_timestamp: expect.any(Number),
        last_updated_timestamp: expect.any(Number),
        current_stage: 'None',
        description: '',
        source: 'models:/m/2',
        run_id: '',
        status: 'READY',
        run_link: '',
      },
    });
    const place = await call('GET', 'model-versions/get-download-uri', { name: 'm', version: '3' });
    expect(place.body).toEqual({ artifact_uri: 's3://bucket/b' });
    const transition = (version: string, stage: string, archive_existing_versions = false) =>
      call('POST', 'model-versions/transition-stage', {
        name: 'm',
        version,
        stage,
        archive_existing_versions,
      });
    await transition('1', 'production');
    await transition('2', 'Production', true);
    expect((await transition('3', 'None', true)).status).toBe(400);
    const latest = await call('POST', 'registered-models/get-latest-versions', { name: 'm' });
    expect(latest.body).toMatchObject({
      model_versions: [
        { version: '1', current_stage: 'Archived' },
        { version: '2', current_stage: 'Production' },
        { version: '3', current_stage: 'None' },
      ],
    });
    const asked = { name: 'm', stages: 'Production' };
    expect(
      names((await call('GET', 'registered-models/get-latest-versions', asked)).body, 'model_versions'),
    ).toEqual(['m/2']);
    await call('POST', 'registered-models/alias', { name: 'm', alias: 'a', version: '3' });
    await call('DELETE', 'model-versions/delete', { name: 'm', version: '3' });
    expect(await call('GET', 'model-versions/get', { name: 'm', version: '3' })).toMatchObject({
      status: 404,
      body: { message: 'Model Version (name=m, version=3) not found' },
    });
    expect((await call('GET', 'registered-models/alias', { name: 'm', alias: 'a' })).status).toBe(400);
    expect((await createVersion('m', 's3://bucket/c')).body).toMatchObject({
      model_version: { version: '4' },
    });
    expect(
      events().filter(({ kind }) => kind !== 'model.registered' && kind !== 'alias.moved'),
    ).toMatchObject([
      { kind: 'version.deleted', version: 3 },
      { kind: 'stage.changed', version: 2, stage: 'Production', previous: 'None' },
      { kind: 'stage.changed', version: 1, stage: 'Archived', previous: 'Production' },
      { kind: 'stage.changed', version: 1, stage: 'Production', previous: 'None' },
    ]);
  });

  it.each([
    ["name = 'm'", ['m/2', 'm/1']],
    ["run_id = 'r1'", ['m/1']],
    ["run_id IN ('r1', 'r2')", ['m/2', 'm/1']],
    ["run_id = ''", ['o/1']],
    ["run_id != 'r1'", ['m/2', 'o/1']],
    ["run_id LIKE '%' AND source_path != ''", ['m/2', 'o/1', 'm/1']],
    ['version_number >= 2', ['m/2']],
    ["source_path LIKE 's3://%'", ['o/1', 'm/1']],
    ["tags.k = 'v'", ['m/1']],
  ])('is found by %s', async (filter, found) => {
    const { call, createModel, createVersion } = openRegistry();
    for (const name of ['m', 'o']) await createModel(name);
    await createVersion('m', 's3://bucket/a', { run_id: 'r1', tags: [{ key: 'k', value: 'v' }] });
    await createVersion('m', 'gs://bucket/b', { run_id: 'r2' });
    await createVersion('o', 's3://bucket/c');
    const order_by = 'version_number DESC, name DESC'.split(', ');
    const { body } = await call('GET', 'model-versions/search', { filter, order_by });
    expect(names(body, 'model_versions')).toEqual(found);
  });

  it('is not deleted while an endpoint serves it', async () => {
    const { call, services } = openRegistry();
    await registerChurn(services);
    const { store } = services;
    store.write((writer) => {
      const modelId = modelIdOf(writer, 'churn');
      insertEndpoint(writer, { id: 'e', modelId, version: 1, port: 8080, nowMs: 1 });
    });
    for (const [path, given] of [
      ['model-versions/delete', { name: 'churn', version: '1' }],
      ['registered-models/delete', { name: 'churn' }],
    ] as const)
      expect(await call('DELETE', path, given)).toMatchObject({
        status: 400,
        body: { error_code: 'INVALID_STATE', message: expect.stringContaining('port 8080') },
      });
    expect(listModels(store.reader)).toHaveLength(1);
  });

  it('can be served when its source holds an ONNX file that can be read', async () => {
    const { call, createModel, createVersion, createRun, put, services } = openRegistry();
    const run_id = await createRun();
    const root = `0/${run_id}/artifacts`;
    await put(`${root}/net/model.onnx`, matrixModel().bytes);
    await put(`${root}/broken/model.onnx`, 'no onnx');
    await put(`${root}/pickled/model.pkl`, 'pickle');
    await createModel('m');
    for (const folder of ['net', 'broken', 'pickled'])
      await createVersion('m', `mlflow-artifacts:/${root}/${folder}`, { run_id });
    await createVersion('m', `runs:/${run_id}/net`, { run_id });
    const { reader } = services.store;
    const isServable = [1, 2, 3, 4].map((version) => resolveModel(reader, `m/${version}`).digest !== null);
    expect(isServable).toEqual([true, false, false, true]);
    expect(resolveModel(reader, 'm/1')).toMatchObject({
      runId: run_id,
      signature: { task: 'regression', inputs: [{ type: 'number' }, { type: 'number' }] },
    });
    expect((await call('GET', '/model-versions/get-artifact?name=m&version=9&path=a')).status).toBe(404);
    expect((await call('GET', 'model-versions/get-download-uri', { name: 'm', version: '3' })).body).toEqual({
      artifact_uri: `mlflow-artifacts:/${root}/pickled`,
    });
  });

  it('of a training of ours is one that clients can download', async () => {
    const { app, call, services } = openRegistry();
    const { runId } = await registerChurn(services);
    const uri = await call('GET', 'model-versions/get-download-uri', { name: 'churn', version: '1' });
    expect(uri.body).toEqual({ artifact_uri: `mlflow-artifacts:/0/${runId}/artifacts/model` });
    const url = '/model-versions/get-artifact?name=churn&version=1&path=model.onnx';
    const { rawPayload } = await app.inject({ method: 'GET', url, headers: { host: 'localhost' } });
    expect(rawPayload.equals(Buffer.from(churnModel().bytes))).toBe(true);
  });
});

describe('an alias', () => {
  it('has one holder after a hundred moves at once, and an unbroken history', async () => {
    const { call, services, events } = openRegistry();
    for (let times = 0; times < 4; times += 1) await registerChurn(services);
    const move = (index: number) =>
      call('POST', 'registered-models/alias', {
        name: 'churn',
        alias: 'champion',
        version: String((index % 4) + 1),
      });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => move(index)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { body } = await call('GET', 'registered-models/get', { name: 'churn' });
    expect(body).toMatchObject({ registered_model: { aliases: [{ alias: 'champion', version: '4' }] } });
    const moves = events()
      .filter(({ kind }) => kind === 'alias.moved')
      .reverse() as unknown as { version: number; previous: number | null }[];
    expect(moves.slice(1).every(({ previous }, index) => previous === moves[index]!.version)).toBe(true);
    expect(
      (await call('GET', 'registered-models/alias', { name: 'churn', alias: 'latest' })).body,
    ).toMatchObject({
      model_version: { version: '4' },
    });
    expect(
      (await call('POST', 'registered-models/alias', { name: 'churn', alias: 'a', version: '9' })).status,
    ).toBe(404);
  });
});
