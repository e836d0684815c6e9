import { once } from 'node:events';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forkServing, startRefused, startServing } from '../../test/support/serving-process.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { churnModel, matrixModel, writeBundle } from '../../test/support/tiny-models.ts';
import { predictionRecord } from '../shared/model/serving.ts';

const startChurn = async (environment: Record<string, string> = {}) => {
  const folder = temporaryFolder();
  const manifest = await writeBundle(folder, churnModel());
  return { manifest, ...(await startServing({ MODELYARD_BUNDLE: folder, ...environment })) };
};

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

test('answers records and features with prediction, probabilities and the facts of the model', async () => {
  const { post, manifest } = await startChurn();
  const answer = await post({ records: [{ tenure: 10, plan: 'monthly' }] }, { 'x-request-id': 'r-1' });
  expect(answer.status).toBe(200);
  expect(answer.headers['x-request-id']).toBe('r-1');
  expect(answer.json).toMatchObject({
    prediction: 'Yes',
    model: 'churn',
    version: 3,
    runId: manifest.runId,
    requestId: 'r-1',
  });
  expect(answer.json.predictions).toHaveLength(1);
  expect(answer.json.probabilities.Yes).toBeCloseTo(sigmoid(2), 6);
  expect(answer.json.probabilities.No).toBeCloseTo(1 - sigmoid(2), 6);

  const same = await post({ features: [10, 'monthly'] }, { 'x-request-id': 'r-1' });
  expect(same.text).toBe(answer.text);

  const several = await post({
    features: [
      [10, 'monthly'],
      [40, 'yearly'],
      [null, null],
    ],
  });
  expect(several.json.predictions.map((row: { prediction: string }) => row.prediction)).toEqual([
    'Yes',
    'No',
    'No',
  ]);
  expect(several.json.predictions[2].probabilities.Yes).toBeCloseTo(sigmoid(2 - 2 - 1), 6);
  expect(several.json.prediction).toBeUndefined();
});

test('names column, row, expected and got for everything that does not fit the signature', async () => {
  const { post } = await startChurn();
  const good = { tenure: 1, plan: 'monthly' };
  const table: [unknown, object][] = [
    [
      { records: [good, { tenur: 1, plan: 'x' }] },
      { code: 'unknown-column', column: 'tenur', row: 1, expected: 'tenure' },
    ],
    [{ records: [{ ...good, churn: 'Yes' }] }, { code: 'unknown-column', column: 'churn', row: 0 }],
    [{ records: [{ tenure: 1 }] }, { code: 'missing-column', column: 'plan', row: 0, got: 'nothing' }],
    [
      { records: [{ ...good, tenure: '1' }] },
      { code: 'wrong-type', column: 'tenure', row: 0, got: 'text "1"' },
    ],
    [
      { records: [{ ...good, tenure: true }] },
      { code: 'wrong-type', column: 'tenure', row: 0, got: 'boolean true' },
    ],
    [{ records: [{ ...good, plan: 7 }] }, { code: 'wrong-type', column: 'plan', row: 0, got: 'number 7' }],
    [{ records: [{ ...good, plan: ['a'] }] }, { code: 'wrong-type', column: 'plan', got: 'an array of 1' }],
    [{ records: [good, null] }, { code: 'wrong-shape', row: 1, got: 'null' }],
    [{ features: [1] }, { code: 'wrong-shape', row: 0, got: '1 values' }],
    [
      {
        features: [
          [1, 'a'],
          [1, 'a', 2],
        ],
      },
      { code: 'wrong-shape', row: 1, got: '3 values' },
    ],
    [{ features: [] }, { code: 'wrong-shape', got: 'an empty array' }],
    [{ features: 'x' }, { code: 'wrong-shape', got: 'text "x"' }],
    [{ records: [good], features: [1, 'a'] }, { code: 'wrong-shape' }],
    [[1], { code: 'wrong-shape', got: 'an array of 1' }],
    ['{"features": [1e999, "a"]}', { code: 'not-finite', column: 'tenure', row: 0 }],
    ['{"features": [1e39, "a"]}', { code: 'not-finite', column: 'tenure', row: 0 }],
    [
      '{"records": [{"__proto__": 1, "tenure": 1, "plan": "a"}]}',
      { code: 'unknown-column', column: '__proto__' },
    ],
    ['{"features": [1,', { code: 'malformed-json' }],
    ['', { code: 'malformed-json' }],
  ];
  for (const [body, error] of table) {
    const answer = await post(body);
    expect(answer.status, JSON.stringify(body)).toBe(400);
    expect(answer.json.error, JSON.stringify(body)).toMatchObject(error);
    expect(answer.text).not.toContain('.ts:');
  }
  expect((await post({ records: [{ ...good, tenur: 1 }] })).json.error.message).toContain(
    'Did you mean "tenure"?',
  );
});

test('refuses other methods, addresses, media types and sizes', async () => {
  const { send, post } = await startChurn({ MAX_BODY_BYTES: '200' });
  const predict = await send({ path: '/predict' });
  expect([predict.status, predict.headers.allow]).toEqual([405, 'POST']);
  expect((await send({ method: 'POST', path: '/metrics' })).headers.allow).toBe('GET, HEAD');
  expect((await send({ path: '/../../etc/passwd' })).status).toBe(404);
  expect((await send({ path: '/%00' })).status).toBe(404);
  const plain = { method: 'POST', path: '/predict', body: '{}' };
  expect((await send({ ...plain, headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  expect((await send(plain)).status).toBe(415);
  const large = await post({ features: [1, 'x'.repeat(300)] });
  expect([large.status, large.json.error.code]).toEqual([413, 'too-large']);
});

test('answers only to names of this machine, and to no page of another site', async () => {
  const { send } = await startChurn();
  const status = async (headers: Record<string, string>) => (await send({ path: '/', headers })).status;
  expect(await status({ host: 'localhost:9' })).toBe(200);
  expect(await status({ host: '[::1]:9' })).toBe(200);
  expect(await status({ host: 'LOCALHOST' })).toBe(200);
  for (const host of ['evil.example', 'localhost.evil.example', 'localhost@evil.example', '127.0.0.1.evil'])
    expect(await status({ host }), host).toBe(403);
  expect(await status({ host: 'localhost', origin: 'http://localhost:5173' })).toBe(200);
  expect(await status({ host: 'localhost', origin: 'https://evil.example' })).toBe(403);
  expect(await status({ host: 'localhost', origin: 'null' })).toBe(403);
  expect((await send({ path: '/' })).headers['x-content-type-options']).toBe('nosniff');
});

test('ALLOWED_HOSTS lets in the names that it lists, or all', async () => {
  const { send } = await startChurn({ ALLOWED_HOSTS: 'models.example' });
  expect((await send({ path: '/', headers: { host: 'models.example:80' } })).status).toBe(200);
  expect((await send({ path: '/', headers: { host: 'other.example' } })).status).toBe(403);
  const open = await startChurn({ ALLOWED_HOSTS: '*' });
  expect((await open.send({ path: '/', headers: { host: '10.1.2.3:8080' } })).status).toBe(200);
});

test('tells its health, its metrics and its signature', async () => {
  const { send, post } = await startChurn();
  await post({
    features: [
      [1, 'a'],
      [2, 'b'],
    ],
  });
  await post({ features: ['a', 'a'] });
  expect((await send({ path: '/health/live' })).status).toBe(200);
  expect((await send({ path: '/health/ready' })).status).toBe(200);
  const { text } = await send({ path: '/metrics' });
  expect(text).toContain('predictions_total{model="churn",version="3"} 2');
  expect(text).toContain('prediction_errors_total{model="churn",version="3",code="wrong-type"} 1');
  for (const name of [
    'prediction_latency_seconds',
    'prediction_queue_seconds',
    'prediction_inference_seconds',
  ]) {
    expect(text).toContain(`${name}_count{model="churn",version="3"} 1`);
    const sum = Number(new RegExp(`${name}_sum\\{[^}]*\\} (.*)`).exec(text)?.[1]);
    expect(sum, name).toBeGreaterThan(0);
  }
  const openApi = (await send({ path: '/openapi.json' })).json;
  expect(openApi.openapi).toBe('3.1.0');
  expect(openApi.components.schemas.Record.required).toEqual(['tenure', 'plan']);
  const { examples } = openApi.paths['/predict'].post.requestBody.content['application/json'];
  for (const { value } of Object.values<{ value: unknown }>(examples))
    expect((await post(value)).status).toBe(200);
});

test('logs every prediction before it is answered, one line a record', async () => {
  const folder = join(temporaryFolder(), 'log');
  const { post, manifest, child } = await startChurn({ MODELYARD_PREDICTION_LOG: folder });
  await post(
    {
      features: [
        [1, 'a'],
        [null, 'b'],
      ],
    },
    { 'x-request-id': 'two' },
  );
  await Promise.all(Array.from({ length: 50 }, (_, index) => post({ features: [index, 'c'] })));
  child.kill('SIGKILL');
  const [name] = readdirSync(folder);
  const lines = readFileSync(join(folder, name!), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => predictionRecord.parse(JSON.parse(line)));
  expect(records).toHaveLength(52);
  expect(records[1]).toMatchObject({
    requestId: 'two',
    row: 1,
    features: { tenure: null, plan: 'b' },
    modelDigest: manifest.modelDigest,
  });
  expect(records[1]!.probabilities![0]! + records[1]!.probabilities![1]!).toBeCloseTo(1, 6);
});

test('goes on predicting when the log cannot be written, and says so', async () => {
  const folder = join(temporaryFolder(), 'log');
  writeFileSync(folder, 'a file where the folder should be');
  const { post, send } = await startChurn({ MODELYARD_PREDICTION_LOG: folder });
  expect((await post({ features: [1, 'a'] })).status).toBe(200);
  const { text } = await send({ path: '/metrics' });
  expect(text).toContain('prediction_log_errors_total{model="churn",version="3"} 1');
});

test('serves a model of another tool that takes one matrix, and says when it cannot answer', async () => {
  const folder = temporaryFolder();
  await writeBundle(folder, matrixModel(), { name: 'foreign', runId: null });
  const { post } = await startServing({ MODELYARD_BUNDLE: folder });
  expect((await post({ records: [{ b: 1, a: 5 }] })).json).toMatchObject({ prediction: 11, runId: null });
  const missing = await post({
    features: [
      [1, 1],
      [null, 1],
    ],
  });
  expect([missing.status, missing.json.error.code]).toEqual([422, 'prediction-not-possible']);
  expect(missing.json.error.message).toContain('row 1');
});

test('refuses a model that is damaged, or is not the one that was registered', async () => {
  const folder = temporaryFolder();
  const model = churnModel();
  await writeBundle(folder, model, { modelDigest: 'a'.repeat(64) });
  const changed = await startRefused({ MODELYARD_BUNDLE: folder });
  expect(changed.exitCode).toBe(1);
  expect(changed.message).toMatchObject({ kind: 'failed', code: 'model-invalid' });
  expect(JSON.stringify(changed.message)).toContain('a'.repeat(64));

  await writeBundle(folder, { ...model, bytes: model.bytes.slice(0, 200) });
  const truncated = await startRefused({ MODELYARD_BUNDLE: folder });
  expect([truncated.exitCode, truncated.message]).toMatchObject([
    1,
    { kind: 'failed', code: 'model-invalid' },
  ]);

  truncateSync(join(folder, 'model.json'), 10);
  expect((await startRefused({ MODELYARD_BUNDLE: folder })).message).toMatchObject({ code: 'model-invalid' });
  expect((await startRefused({})).message).toMatchObject({ code: 'invalid-input' });
});

test('says which port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const folder = temporaryFolder();
  await writeBundle(folder, churnModel());
  const { message, exitCode } = await startRefused({ MODELYARD_BUNDLE: folder, PORT: String(port) });
  other.close();
  expect(exitCode).toBe(1);
  expect(message).toMatchObject({ kind: 'failed', code: 'port-in-use' });
  expect(JSON.stringify(message)).toContain(String(port));
});

test('ends with its parent, also while it is still loading', async () => {
  const folder = temporaryFolder();
  await writeBundle(folder, churnModel());
  const child = forkServing({ MODELYARD_BUNDLE: folder });
  child.disconnect();
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});

test('ends with its parent, and answers what is under way when told to stop', async () => {
  const orphan = await startChurn();
  orphan.child.disconnect();
  await once(orphan.child, 'exit');
  expect(orphan.child.exitCode).toBe(0);

  const { post, child } = await startChurn();
  const rows = Array.from({ length: 20_000 }, () => [1, 'a']);
  const answer = post({ features: rows });
  await once(child, 'message');
  child.kill('SIGTERM');
  const settled = await answer;
  expect([200, 503]).toContain(settled.status);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
