import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildServingProgram } from '../../../../test/support/built-serving.ts';
import { callContext, openTestProject, runEnqueued } from '../../../../test/support/project-services.ts';
import { registerChurn } from '../../../../test/support/registered-models.ts';
import { exportOptions } from '../../../shared/contract/exports.ts';
import { createExportsArea } from './create-exports-area.ts';
import { exportDefinition } from './export-definitions.ts';
import { runExportJob } from './export-job.ts';

let built: string;
beforeAll(async () => {
  built = await buildServingProgram();
});

const open = async () => {
  const services = openTestProject({ built });
  await registerChurn(services);
  const { handlers } = createExportsArea(services);
  const create = (folder: string, build = false) =>
    handlers['exports.create']({ model: 'churn', folder, options: exportOptions.parse({}), build });
  const exportTo = async (folder: string) => {
    const { exportId } = await create(folder);
    await runEnqueued(services, exportDefinition, runExportJob);
    return exportId;
  };
  return { services, handlers, create, exportTo };
};

test('writes a folder that holds everything, proves itself and is the same bytes every time', async () => {
  const { services, handlers, exportTo } = await open();
  const id = await exportTo('bundle one');
  const found = await handlers['exports.get']({ export: id });
  expect(found).toMatchObject({
    state: 'ready',
    isIntact: true,
    image: 'modelyard/churn:1',
    imageState: 'not-built',
  });
  const paths = found.files.map(({ path }) => path);
  for (const path of [
    'Dockerfile',
    'README.md',
    'checksums.txt',
    'requests.json',
    'app/server.mjs',
    'app/bundle/model.onnx',
    'k8s/base/deployment.yaml',
  ]) {
    expect(paths).toContain(path);
  }
  const binaries = paths.filter((path) => /\.(node|so|dll|dylib)/.test(path));
  expect(binaries.every((path) => path.includes('/linux/x64/'))).toBe(true);
  expect(found.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThan(60e6);

  const folder = join(services.paths.folder, 'bundle one');
  execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'checksums.txt'], { cwd: folder });
  const requests = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8')) as { status: number }[];
  expect(requests.map(({ status }) => status)).toEqual([200, 200, 200, 400]);
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).not.toMatch(/^RUN/m);

  const second = await handlers['exports.get']({ export: await exportTo('bundle two') });
  expect(second.files).toEqual(found.files);
  expect(readdirSync(services.paths.folder).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('replaces an earlier export, and nothing else', async () => {
  const { services, create, exportTo, handlers } = await open();
  const { folder, state } = services.paths;
  const first = await exportTo('out');
  writeFileSync(join(folder, 'out', 'extra.txt'), 'left from the first');
  await exportTo('out');
  expect(existsSync(join(folder, 'out', 'extra.txt'))).toBe(false);
  expect((await handlers['exports.get']({ export: first })).isIntact).toBe(true);

  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'thesis.txt'), 'irreplaceable');
  symlinkSync(join(folder, 'mine'), join(folder, 'link'));
  writeFileSync(join(folder, 'file'), '');
  for (const target of ['mine', 'link', 'file']) {
    await expect(create(target), target).rejects.toMatchObject({ code: 'already-exists' });
  }
  for (const target of ['.', '..', '/', '../..', state, join(state, 'objects'), '.modelyard/x']) {
    await expect(create(target), target).rejects.toMatchObject({ code: 'invalid-input' });
  }
  expect(readFileSync(join(folder, 'mine', 'thesis.txt'), 'utf8')).toBe('irreplaceable');
});

test('notices a file that was changed, and reads only files of the export', async () => {
  const { services, handlers, exportTo } = await open();
  const id = await exportTo('out');
  const read = (path: string) => handlers['exports.readFile']({ export: id, path });
  expect((await read('k8s/base/service.yaml')).text).toContain('kind: Service');
  expect((await read('app/bundle/model.onnx')).text).toBeNull();
  for (const path of ['../in.csv', '/etc/passwd', 'k8s/../README.md']) {
    await expect(read(path), path).rejects.toMatchObject({ code: 'not-found' });
  }
  appendFileSync(join(services.paths.folder, 'out', 'README.md'), ' ');
  expect((await handlers['exports.list']())[0]!.isIntact).toBe(false);
});

test('without Docker it says why and what to do, and exports all the same', async () => {
  const { handlers, create, exportTo } = await open();
  const id = await exportTo('out');
  const unavailable = { code: 'unavailable', message: expect.stringContaining('Install Docker') };
  await expect(handlers['exports.build']({ export: id })).rejects.toMatchObject(unavailable);
  await expect(create('other', true)).rejects.toMatchObject(unavailable);
  await expect(handlers['exports.run']({ export: id }, callContext())).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await handlers['exports.containers']()).toEqual([]);
});
