import { expect, test } from 'vitest';
import { openTestProject } from '../../../../test/support/project-services.ts';
import { addRun, writeModelFile } from '../../../../test/support/registered-models.ts';
import { churnModel, matrixModel } from '../../../../test/support/tiny-models.ts';
import { listEvents } from '../../store/event-log.ts';
import { insertVersion } from '../../store/registry.ts';
import { setTags } from '../../store/run-values.ts';
import { createRegistryArea } from './create-registry-area.ts';

const open = () => {
  const services = openTestProject();
  return { services, handlers: createRegistryArea(services).handlers };
};

const rest = { description: '', aliases: [] as string[] };

test('registers the models of runs as numbered versions, with all that was recorded', async () => {
  const { services, handlers } = open();
  const run = await addRun(services);
  const first = await handlers['models.register']({ source: { run }, name: 'churn', ...rest });
  expect(first).toMatchObject({
    name: 'churn',
    version: 1,
    runId: run,
    runName: 'first run',
    metrics: { auc: 0.75 },
    signature: churnModel().signature,
  });
  const second = await handlers['models.register']({
    source: { run: run.slice(0, 8) },
    name: 'churn',
    description: 'Better',
    aliases: ['champion'],
  });
  expect(second).toMatchObject({ version: 2, runId: run, aliases: ['champion'], description: 'Better' });
  expect(handlers['models.list']()).toMatchObject([
    { name: 'churn', versionCount: 2, aliases: { champion: 2 } },
  ]);
  expect(handlers['models.get']({ name: 'churn' }).versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(services.events).toContainEqual(expect.objectContaining({ topic: 'models', ids: ['churn'] }));
});

test('a reference means the champion, an alias, a number, or the newest', async () => {
  const { services, handlers } = open();
  const run = await addRun(services);
  for (let count = 0; count < 3; count += 1) {
    await handlers['models.register']({ source: { run }, name: 'churn', ...rest });
  }
  const resolve = (model: string) => handlers['models.resolve']({ model }).version;
  expect(resolve('churn')).toBe(3);
  handlers['models.setAlias']({ name: 'churn', alias: 'champion', version: 1 });
  handlers['models.setAlias']({ name: 'churn', alias: 'challenger', version: 2 });
  expect([resolve('churn'), resolve('churn@challenger'), resolve('churn/3'), resolve('churn/v2')]).toEqual([
    1, 2, 3, 2,
  ]);
  expect(() => resolve('churn@nobody')).toThrow('It has challenger, champion.');
  expect(() => resolve('churn/9')).toThrow('Its newest version is 3.');
  expect(() => resolve('chrun')).toThrow('There are: churn.');
});

test('every move of an alias is in the audit log, with where it pointed before', async () => {
  const { services, handlers } = open();
  const run = await addRun(services);
  for (let count = 0; count < 2; count += 1) {
    await handlers['models.register']({ source: { run }, name: 'churn', ...rest });
  }
  const move = (version: number | null) =>
    handlers['models.setAlias']({ name: 'churn', alias: 'champion', version });
  expect([move(1), move(2), move(2), move(null)]).toEqual([null, 1, 2, 2].map((previous) => ({ previous })));
  const moves = listEvents(services.store.reader, { limit: 10, subject: 'model:churn' })
    .filter(({ kind }) => kind === 'alias.moved')
    .map(({ details }) => [details.previous, details.version]);
  expect(moves).toEqual([
    [2, null],
    [1, 2],
    [null, 1],
  ]);
  expect(() => move(9)).toThrow('no version 9');
  expect(handlers['models.get']({ name: 'churn' }).aliases).toEqual({});
});

test('takes ONNX files of other tools, and keeps their bytes', async () => {
  const { services, handlers } = open();
  const file = writeModelFile(services.paths.folder, matrixModel().bytes, 'my model.onnx');
  const version = await handlers['models.register']({
    source: { file: 'my model.onnx' },
    name: 'foreign',
    ...rest,
  });
  expect(version).toMatchObject({ runId: null, sizeBytes: matrixModel().bytes.byteLength });
  expect(version.signature).toMatchObject({ task: 'regression', target: 'variable' });
  expect(version.signature!.inputs.map(({ name }) => name)).toEqual(['X_0', 'X_1']);
  expect(
    Buffer.from(await services.objects.read(version.digest!)).equals(Buffer.from(matrixModel().bytes)),
  ).toBe(true);
  expect(file).toContain('my model.onnx');
});

test('refuses files that are no model, and runs that made none', async () => {
  const { services, handlers } = open();
  const register = (source: { file: string } | { run: string }) =>
    handlers['models.register']({ source, name: 'bad', ...rest });
  const { bytes } = churnModel();
  writeModelFile(services.paths.folder, bytes.slice(0, bytes.length - 7), 'truncated.onnx');
  writeModelFile(services.paths.folder, new TextEncoder().encode('<html>'), 'page.onnx');
  writeModelFile(services.paths.folder, new Uint8Array(0), 'empty.onnx');
  for (const file of ['truncated.onnx', 'page.onnx', 'empty.onnx']) {
    await expect(register({ file }), file).rejects.toMatchObject({ code: 'model-invalid' });
  }
  await expect(register({ file: '../nothing.onnx' })).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(register({ file: '.' })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(register({ run: 'f'.repeat(32) })).rejects.toMatchObject({ code: 'not-found' });
  const run = await addRun(services);
  services.store.write((writer) =>
    writer.run('DELETE FROM run_artifacts WHERE run_number = (SELECT number FROM runs WHERE id = ?)', [run]),
  );
  await expect(register({ run })).rejects.toMatchObject({ code: 'conflict' });
  expect(handlers['models.list']()).toEqual([]);
});

test('the card tells recorded facts and lets no name become markup', async () => {
  const { services, handlers } = open();
  const run = await addRun(services, { name: '<script>alert(1)</script> | x' });
  await handlers['models.register']({ source: { run }, name: 'churn', ...rest });
  const { markdown } = await handlers['models.card']({ model: 'churn' });
  expect(markdown).toContain('# churn 1');
  expect(markdown).toContain('| auc | 0.75 |');
  expect(markdown).toContain('customers@2');
  expect(markdown).toContain('| rounds | 100 |');
  expect(markdown).toContain('| tenure | number | 12 |');
  expect(markdown).not.toContain('<script>');
  expect(markdown).toContain('has not been evaluated');
});

test('the card of a version that a client registered says where it comes from, not that it has no bytes', async () => {
  const { services, handlers } = open();
  const run = await addRun(services);
  services.store.write((writer) => {
    setTags(writer, run, { 'mlflow.source.git.commit': 'c0ffee' });
    insertVersion(writer, {
      ...{
        name: 'pickled',
        runId: run,
        digest: null,
        sizeBytes: null,
        signature: null,
        description: '',
        nowMs: 1,
      },
      origin: {
        source: 'models:/m-1',
        storageLocation: 's3://m-1',
        runLink: '',
        userName: 'jo',
        loggedModelId: null,
      },
    });
  });
  const { markdown } = await handlers['models.card']({ model: 'pickled' });
  expect(markdown).toContain('| Model file | none in the ONNX format |');
  expect(markdown).toContain('| Source | models:/m-1 |');
  expect(markdown).toMatch(/\| Code \| commit [\da-f]+/);
  expect(markdown).not.toContain('null');
});

test('the lineage leads from data over the run to the version', async () => {
  const { services, handlers } = open();
  const run = await addRun(services);
  await handlers['models.register']({ source: { run }, name: 'churn', ...rest });
  const { nodes, edges } = handlers['models.lineage']({ model: 'churn/1' });
  expect(nodes.map(({ type }) => type)).toEqual(['dataset', 'run', 'model']);
  const ids = new Set(nodes.map(({ id }) => id));
  expect(edges.map(({ label }) => label)).toEqual(['training', 'registered as']);
  for (const { from, to } of edges) expect(ids.has(from) && ids.has(to)).toBe(true);
});
