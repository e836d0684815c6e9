import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { hashOfFolder } from '../../../../test/support/hash-of-folder.ts';
import { openEngineProject } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';

vi.setConfig({ testTimeout: 120_000 });

test('MLflow’s clients read linked runs with their files, and hear clearly that they cannot change them', async () => {
  const project = await openEngineProject();
  const folder = temporaryFolder();
  const path = await unpackFolder('mlruns', folder);
  const hash = hashOfFolder(folder);
  await project.call('foreignRuns.link', { format: 'mlflow-folder', path });
  await project.call('foreignRuns.refresh', {});
  const { address } = await project.call('trackingServer.start', {});
  const ask = (method: string, at: string, body?: object) =>
    fetch(`${address}${at}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const api = '/api/2.0/mlflow';
  const [run] = (await project.call('runs.list', { filter: "name = 'baseline'" })).runs;
  const run_id = run!.id;

  const read = (await (await ask('GET', `${api}/runs/get?run_id=${run_id}`)).json()) as {
    run: { info: { artifact_uri: string; experiment_id: string } };
  };
  const root = read.run.info.artifact_uri;
  expect(root).toMatch(/^mlflow-artifacts:/);
  const list = async (below = '') =>
    (
      (await (await ask('GET', `${api}/artifacts/list?run_id=${run_id}&path=${below}`)).json()) as {
        files: object[];
      }
    ).files;
  expect(await list()).toEqual([
    { path: 'model', is_dir: true },
    { path: 'note.txt', is_dir: false, file_size: 12 },
  ]);
  expect(await list('model')).toEqual([{ path: 'model/note.txt', is_dir: false, file_size: 12 }]);
  const file = `/api/2.0/mlflow-artifacts/artifacts/${root.replace('mlflow-artifacts:/', '')}/note.txt`;
  expect(await (await ask('GET', file)).text()).toBe('an artifact\n');
  const part = await fetch(`${address}${file}`, { headers: { range: 'bytes=3-7' } });
  expect([part.status, await part.text()]).toEqual([206, 'artif']);

  const model = (await (await ask('GET', `${api}/model-versions/search`)).json()) as {
    model_versions: { name: string; version: string }[];
  };
  const { name, version } = model.model_versions[0]!;
  const { experiment_id } = read.run.info;
  const refused: [string, string, object?][] = [
    ['POST', `${api}/runs/log-metric`, { run_id, key: 'm', value: 1, timestamp: 1 }],
    ['POST', `${api}/runs/log-batch`, { run_id, params: [{ key: 'p', value: '1' }] }],
    ['POST', `${api}/runs/set-tag`, { run_id, key: 't', value: '1' }],
    ['POST', `${api}/runs/delete-tag`, { run_id, key: 'mlflow.user' }],
    ['POST', `${api}/runs/update`, { run_id, status: 'FAILED' }],
    ['POST', `${api}/runs/delete`, { run_id }],
    ['POST', `${api}/experiments/delete`, { experiment_id }],
    ['POST', `${api}/experiments/update`, { experiment_id, new_name: 'mine' }],
    ['POST', `${api}/registered-models/rename`, { name, new_name: 'mine' }],
    ['DELETE', `${api}/registered-models/delete`, { name }],
    ['POST', `${api}/registered-models/alias`, { name, alias: 'mine', version }],
    ['POST', `${api}/model-versions/set-tag`, { name, version, key: 't', value: '1' }],
    ['DELETE', `${api}/model-versions/delete`, { name, version }],
    ['PUT', file, {}],
    ['DELETE', file],
  ];
  for (const [method, at, body] of refused) {
    const answer = await ask(method, at, body);
    const { error_code, message } = (await answer.json()) as { error_code: string; message: string };
    expect([at, answer.status, error_code]).toEqual([at, 400, 'BAD_REQUEST']);
    expect(message).toContain(`read in place from mlruns (${join(folder, 'mlruns')})`);
  }
  expect(await (await ask('GET', file)).text()).toBe('an artifact\n');
  expect(hashOfFolder(folder)).toBe(hash);
  await project.call('trackingServer.stop', {});
});
