import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  callContext,
  openTestProject,
  runEnqueued,
  type TestServices,
} from '../../../../test/support/project-services.ts';
import { registerChurn, writeModelFile } from '../../../../test/support/registered-models.ts';
import { matrixModel } from '../../../../test/support/tiny-models.ts';
import { createGraphBuilder } from '../../core/onnx/graph-builder.ts';
import { encodeModel } from '../../core/onnx/model.ts';
import { getEndpoint } from '../../store/endpoints.ts';
import { defaultRules } from '../../supervision/supervise-program.ts';
import { createRegistryArea } from '../registry/create-registry-area.ts';
import { batchPredictDefinition } from './batch-predict-definition.ts';
import { runBatchPredictJob } from './batch-predict-job.ts';
import { createServingArea } from './create-serving-area.ts';

const quickRules = { ...defaultRules, restartDelaysMs: [1, 1] };

const openServing = (services: TestServices = openTestProject()) => {
  const area = createServingArea(services, quickRules);
  onTestFinished(() => area.close());
  return { services, area, handlers: area.handlers };
};

const row = { records: [{ tenure: 10, plan: 'monthly' }] };
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits for an event about the endpoints after which `isSo` holds. */
const until = async (services: TestServices, isSo: () => boolean): Promise<void> => {
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      const { push } = services.events;
      services.events.push = (...events) => {
        services.events.push = push;
        resolve();
        return push.apply(services.events, events);
      };
    });
  }
};

test('serves a registered model, answers a request over HTTP and shows what was predicted', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const endpoint = await handlers['serving.start']({ model: 'churn' }, callContext());
  expect(endpoint).toMatchObject({ model: 'churn', version: 1, state: 'ready', reason: null });
  const answer = await handlers['serving.try']({ endpoint: endpoint.id, body: row }, callContext());
  expect(answer).toMatchObject({ status: 200, body: { prediction: 'Yes', model: 'churn', version: 1 } });
  const wrong = await handlers['serving.try'](
    { endpoint: endpoint.id, body: { records: [{}] } },
    callContext(),
  );
  expect(wrong).toMatchObject({ status: 400, body: { error: { column: 'tenure' } } });
  const { predictions, total } = await handlers['serving.predictions']({ endpoint: endpoint.id, limit: 10 });
  expect([predictions.length, total]).toEqual([1, 1]);
  expect(predictions[0]).toMatchObject({ prediction: 'Yes', features: row.records[0] });

  const again = await handlers['serving.start']({ model: 'churn/1' }, callContext());
  expect(again.id).toBe(endpoint.id);
  expect(handlers['serving.list']()).toHaveLength(1);

  const described = handlers['serving.describe']({ endpoint: endpoint.id });
  expect(described.code.map(({ language }) => language)).toEqual(['curl', 'python', 'javascript']);
  const example = await handlers['serving.try'](
    { endpoint: endpoint.id, body: described.example },
    callContext(),
  );
  expect(example.status).toBe(200);

  const { pid } = getEndpoint(services.store.reader, endpoint.id).process!;
  expect((await handlers['serving.stop']({ endpoint: endpoint.id })).state).toBe('stopped');
  expect(isAlive(pid)).toBe(false);
  expect(() => handlers['serving.try']({ endpoint: endpoint.id, body: row }, callContext())).toThrow(
    'not being served',
  );
  await handlers['serving.remove']({ endpoint: endpoint.id });
  expect(handlers['serving.list']()).toEqual([]);
  expect(readdirSync(services.paths.bundles)).toEqual([]);
  expect((await handlers['serving.predictions']({ limit: 10 })).total).toBe(2);
});

test('starts in flight together make one endpoint a version, each on a port of its own', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  await registerChurn(services);
  const start = (model: string) => handlers['serving.start']({ model }, callContext());
  const started = await Promise.all(['churn/1', 'churn/2', 'churn/1'].map(start));
  expect(started[2]!.id).toBe(started[0]!.id);
  expect(new Set(started.map(({ port }) => port)).size).toBe(2);
  expect(handlers['serving.list']().map(({ state }) => state)).toEqual(['ready', 'ready']);
});

test('a start that is cancelled leaves no process and nothing to be started again', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const cancelled = { ...callContext(), signal: AbortSignal.abort() };
  await expect(handlers['serving.start']({ model: 'churn' }, cancelled)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(handlers['serving.list']()).toMatchObject([{ state: 'stopped' }]);
  const { id } = handlers['serving.list']()[0]!;
  expect(getEndpoint(services.store.reader, id)).toMatchObject({ isWanted: false, process: null });
});

test('a port in use is named, together with one that is free', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const refused = handlers['serving.start']({ model: 'churn', port }, callContext());
  await expect(refused).rejects.toMatchObject({ code: 'port-in-use', details: { port } });
  await refused.catch(async ({ details }: { details: { freePort: number } }) => {
    const started = await handlers['serving.start'](
      { model: 'churn', port: details.freePort },
      callContext(),
    );
    expect(started.address).toBe(`http://127.0.0.1:${details.freePort}`);
  });
});

test('a serving process that is killed is started again, and no logged prediction is lost', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const { id } = await handlers['serving.start']({ model: 'churn' }, callContext());
  const ask = () => handlers['serving.try']({ endpoint: id, body: row }, callContext());
  for (let count = 0; count < 20; count += 1) await ask();
  const state = () => handlers['serving.list']()[0]!.state;
  process.kill(getEndpoint(services.store.reader, id).process!.pid, 'SIGKILL');
  await until(services, () => state() === 'restarting');
  expect(handlers['serving.list']()[0]!.reason).toContain('SIGKILL');
  await until(services, () => state() === 'ready');
  expect((await ask()).status).toBe(200);
  expect((await handlers['serving.predictions']({ endpoint: id, limit: 100 })).predictions).toHaveLength(21);

  for (let crash = 0; crash < quickRules.restartDelaysMs.length; crash += 1) {
    process.kill(getEndpoint(services.store.reader, id).process!.pid, 'SIGKILL');
    await until(services, () => state() !== 'ready');
    await until(services, () => state() === 'ready' || state() === 'failed');
  }
  expect(state()).toBe('failed');
});

test('what was served is served again by the next engine, and processes of a dead one are ended', async () => {
  const { services, area, handlers } = openServing();
  await registerChurn(services);
  const { id, port } = await handlers['serving.start']({ model: 'churn' }, callContext());
  await area.close();
  expect(getEndpoint(services.store.reader, id)).toMatchObject({ isWanted: true, process: null });

  const stray = services.children.launch({
    program: 'serving',
    environment: {
      MODELYARD_BUNDLE: join(services.paths.bundles, readdirSync(services.paths.bundles)[0]!),
      PORT: '0',
    },
  });
  const startedAt = services.children.startTimeOf(stray.pid)!;
  services.store.write((writer) =>
    writer.run('UPDATE endpoints SET pid = ?, pid_started_at = ?', [stray.pid, startedAt]),
  );
  const next = openServing(services);
  await next.area.start({ background: true });
  await stray.exited;
  expect(next.handlers['serving.list']()).toMatchObject([{ id, port, state: 'ready' }]);
});

test('a model that cannot be mapped is registered but not served', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  services.store.write((writer) => writer.run('UPDATE model_versions SET signature_json = NULL'));
  await expect(handlers['serving.start']({ model: 'churn' }, callContext())).rejects.toMatchObject({
    code: 'model-invalid',
  });
});

test('a model whose stored bytes were changed is not served', async () => {
  const { services, handlers } = openServing();
  const { digest } = await registerChurn(services);
  const file = services.objects.pathOf(digest!);
  chmodSync(file, 0o644);
  writeFileSync(file, 'changed');
  await expect(handlers['serving.start']({ model: 'churn' }, callContext())).rejects.toMatchObject({
    code: 'project-damaged',
  });
});

test('predicts every row of a file, in chunks, into a file that appears when it is complete', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const rows = Array.from(
    { length: 5000 },
    (_, index) => `${index},${index % 70},${index % 2 === 0 ? 'monthly' : '"a, b"'}`,
  );
  writeFileSync(join(services.paths.folder, 'in.csv'), `id,tenure,plan\n${rows.join('\n')}\n5000,,\n`);
  const request = { model: 'churn', data: 'in.csv', out: 'out.csv', overwrite: false };
  await handlers['serving.predictFile'](request);
  const { output } = await runEnqueued(services, batchPredictDefinition, runBatchPredictJob);
  expect(output.rows).toBe(5001);
  const lines = readFileSync(join(services.paths.folder, 'out.csv'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(5002);
  expect(lines[0]).toBe('id,tenure,plan,prediction,probability_No,probability_Yes,model,version,digest');
  expect(lines[1]).toMatch(/^0,0,monthly,Yes,0\.04742\d*,0\.95257\d*,churn,1,[0-9a-f]{64}$/);
  expect(lines[2]).toMatch(/^1,1,"a, b",Yes,/);
  expect(lines[5001]).toMatch(/^5000,,,No,0\.731\d*,0\.268/);
  expect(readdirSync(services.paths.folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  await expect(handlers['serving.predictFile'](request)).rejects.toMatchObject({ code: 'already-exists' });
});

test('an attempt after one that was killed when its file was in place is not refused for it', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const out = join(services.paths.folder, 'out.csv');
  writeFileSync(join(services.paths.folder, 'in.csv'), 'tenure,plan\n1,monthly\n');
  const attempt = () => runEnqueued(services, batchPredictDefinition, runBatchPredictJob);
  const queueTwice = { model: 'churn', data: 'in.csv', out: 'out.csv', overwrite: false };
  for (let times = 0; times < 3; times += 1) await handlers['serving.predictFile'](queueTwice);
  expect(await attempt()).toMatchObject({ output: { rows: 1 } });
  expect(await attempt()).toMatchObject({ output: { rows: 1 } });
  writeFileSync(out, 'of somebody else');
  await expect(attempt()).rejects.toMatchObject({ code: 'already-exists' });
  expect(readFileSync(out, 'utf8')).toBe('of somebody else');
});

test('writes Parquet with the types that the columns have', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const { folder } = services.paths;
  writeFileSync(
    join(folder, 'in.csv'),
    'code,tenure,plan,since\n007,10,monthly,2024-05-31\n008,unknown,yearly,2024-06-01\n009,,,\n',
  );
  await handlers['serving.predictFile']({
    model: 'churn',
    data: 'in.csv',
    out: 'out.parquet',
    overwrite: false,
  });
  const { output } = await runEnqueued(services, batchPredictDefinition, runBatchPredictJob);
  expect(output.rows).toBe(3);
  const written = await services.data.sniff({ path: join(folder, 'out.parquet') });
  const types = Object.fromEntries(written.columns.map(({ name, type }) => [name, type]));
  expect(types).toMatchObject({
    since: 'date',
    prediction: 'text',
    probability_Yes: 'number',
    version: 'integer',
    digest: 'text',
  });
  const rows = await services.data.rows({ source: written, offset: 0, limit: 10 });
  const predicted = rows.map((row) => row[written.columns.findIndex(({ name }) => name === 'prediction')]);
  expect(predicted).toEqual(['Yes', 'No', 'No']);
});

test('a cancelled prediction of a file leaves nothing behind, and wrong requests are refused', async () => {
  const { services, handlers } = openServing();
  await registerChurn(services);
  const { folder } = services.paths;
  writeFileSync(join(folder, 'in.csv'), 'tenure,plan\n1,a\n');
  writeFileSync(join(folder, 'other.csv'), 'tenure\n1\n');
  const request = { model: 'churn', data: 'in.csv', out: 'out.jsonl', overwrite: false };
  await handlers['serving.predictFile'](request);
  const aborted = AbortSignal.abort();
  await expect(runEnqueued(services, batchPredictDefinition, runBatchPredictJob, aborted)).rejects.toThrow();
  expect(existsSync(join(folder, 'out.jsonl'))).toBe(false);

  await handlers['serving.predictFile']({ ...request, data: 'other.csv' });
  await expect(runEnqueued(services, batchPredictDefinition, runBatchPredictJob)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('has no column plan'),
  });
  const refuse = (change: object) =>
    expect(handlers['serving.predictFile']({ ...request, ...change })).rejects;
  await refuse({ out: 'out.xlsx' }).toMatchObject({ code: 'invalid-input' });
  await refuse({ out: 'in.csv', overwrite: true }).toMatchObject({ code: 'invalid-input' });
  await refuse({ out: 'nowhere/out.csv' }).toMatchObject({ code: 'not-found' });
  await refuse({ data: 'nothing.csv' }).toMatchObject({ code: 'not-found' });
  await refuse({ model: 'nothing' }).toMatchObject({ code: 'not-found' });
});

test('a port that another program takes while the endpoint starts is left to it, where none was wished for', async () => {
  const services = openTestProject();
  const { children } = services;
  const other = createServer();
  onTestFinished(() => void other.close());
  let taken = 0;
  const { handlers } = openServing({
    ...services,
    children: {
      ...children,
      launch: (call) => {
        if (taken === 0) {
          taken = Number(call.environment?.PORT);
          other.listen({ host: '127.0.0.1', port: taken });
        }
        return children.launch(call);
      },
    },
  });
  await registerChurn(services);
  const { id, port } = await handlers['serving.start']({ model: 'churn' }, callContext());
  expect(port).not.toBe(taken);
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
  expect(handlers['serving.list']()).toMatchObject([{ id, port, state: 'ready' }]);
});

test('serves an imported file, and refuses bytes that only look like a model', async () => {
  const { services, handlers } = openServing();
  const registry = createRegistryArea(services).handlers;
  writeModelFile(services.paths.folder, matrixModel().bytes);
  const rest = { name: 'foreign', description: '', aliases: [] };
  await registry['models.register']({ source: { file: 'model.onnx' }, ...rest });
  const { id } = await handlers['serving.start']({ model: 'foreign' }, callContext());
  const answer = await handlers['serving.try']({ endpoint: id, body: { features: [3, 4] } }, callContext());
  expect(answer.body).toMatchObject({ prediction: 10 });
});

test('says of a model that answers several numbers a row that its answer is the reason', async () => {
  const { services, handlers } = openServing();
  const graph = createGraphBuilder(['x', 'y']);
  graph.input({ name: 'x', type: 'float', shape: ['rows', 2] });
  graph.node({ operator: 'Identity', inputs: ['x'], output: 'y' });
  graph.output({ name: 'y', type: 'float', shape: ['rows', 2] });
  writeModelFile(services.paths.folder, encodeModel(graph.finish({ graphName: 'several', metadata: {} })));
  await createRegistryArea(services).handlers['models.register']({
    source: { file: 'model.onnx' },
    ...{ name: 'several', description: '', aliases: [] },
  });
  await expect(async () => handlers['serving.start']({ model: 'several' }, callContext())).rejects.toThrow(
    'does not answer a class or one number a row',
  );
});
