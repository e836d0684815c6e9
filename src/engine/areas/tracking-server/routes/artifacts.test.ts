import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it, vi } from 'vitest';
import { openTrackingHttp } from '../../../../../test/support/tracking-http.ts';
import { EngineError } from '../../../../shared/errors.ts';
import { setArtifactUri } from '../../../store/foreign-runs.ts';
import { forgetUnheld } from '../../../store/run-trash.ts';
import { artifactsOf } from '../../../store/runs.ts';

const base = '/api/2.0/mlflow-artifacts/artifacts';

const openArtifacts = () => {
  const opened = openTrackingHttp();
  const { app } = opened;
  const headers = { host: 'localhost' };
  const inject = (method: 'GET' | 'HEAD' | 'PUT' | 'DELETE', url: string, more: object = {}) =>
    app.inject({ method, url, headers, ...more });
  const put = async (path: string, content: string | Buffer = 'x') =>
    (await inject('PUT', `${base}/${path}`, { payload: content })).statusCode;
  const list = async (path: string) => (await inject('GET', `${base}?path=${path}`)).json() as object;
  return { ...opened, inject, put, list };
};

describe('the room of a file', () => {
  const digestOf = (content: string) => createHash('sha256').update(content).digest('hex');

  it('is free when another took its place, or it was deleted, unless something else holds it', async () => {
    const { put, inject, createRun, services } = openArtifacts();
    const { paths, store } = services;
    const kept = () => {
      const files = readdirSync(paths.objects, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && basename(entry.parentPath).length === 2)
        .map((entry) => basename(entry.parentPath) + entry.name);
      expect(store.reader.values('SELECT digest FROM objects ORDER BY digest')).toEqual(files.sort());
      return files;
    };
    const root = `0/${await createRun()}/artifacts`;
    const expectKept = (...contents: string[]) =>
      vi.waitFor(() => expect(kept()).toEqual(contents.map(digestOf).sort()));
    for (const content of ['first', 'second', 'shared', 'last']) {
      await put(`${root}/checkpoint`, content);
      if (content === 'shared') await put(`0/models/m-1/artifacts/model`, content);
    }
    await put(`${root}/checkpoint`, 'last');
    await expectKept('shared', 'last');
    for (const [folder, file] of [
      ['a', 'in a folder'],
      ['a/b', 'deeper'],
    ])
      await put(`${root}/${folder}/file`, file);
    await inject('DELETE', `${base}/${root}/a`);
    await expectKept('shared', 'last');
    await inject('DELETE', `${base}/0/models/m-1`);
    await expectKept('last');
    await inject('DELETE', `${base}/0`);
    await expectKept();
  });
});

it('a file is asked for again when an equal one was removed while it came', async () => {
  const { put, createRun, services } = openArtifacts();
  const { objects, store } = services;
  const place = `0/${await createRun()}/artifacts/a`;
  const { receive } = objects;
  const removing = vi.spyOn(objects, 'receive').mockImplementation(async (content) => {
    const object = await receive(content);
    store.write((writer) => forgetUnheld(writer, objects, [object.digest]));
    return object;
  });
  expect(await put(place)).toBe(503);
  removing.mockRestore();
  expect(await put(place)).toBe(200);
});

describe('a file of a run', () => {
  it('is kept as its artifact, and comes back as it was', async () => {
    const { put, list, inject, createRun, services } = openArtifacts();
    const run = await createRun();
    const root = `0/${run}/artifacts`;
    expect(await put(`${root}/a.txt`, 'old')).toBe(200);
    expect(await put(`${root}/a.txt`, 'hello')).toBe(200);
    expect(await put(`${root}/dir%20one/b.bin`, Buffer.from([0, 1]))).toBe(200);
    expect(await put(`${root}/empty`, '')).toBe(200);
    expect(artifactsOf(services.store.reader, run)).toMatchObject([
      { path: 'a.txt', sizeBytes: 5 },
      { path: 'dir one/b.bin', sizeBytes: 2 },
      { path: 'empty', sizeBytes: 0 },
    ]);
    expect(await list(root)).toEqual({
      files: [
        { path: 'a.txt', is_dir: false, file_size: 5 },
        { path: 'dir one', is_dir: true },
        { path: 'empty', is_dir: false },
      ],
    });
    expect(
      (await inject('GET', `/api/2.0/mlflow/artifacts/list?run_id=${run}&path=dir%20one`)).json(),
    ).toEqual({
      root_uri: `mlflow-artifacts:/${root}`,
      files: [{ path: 'dir one/b.bin', is_dir: false, file_size: 2 }],
    });
    for (const url of [`${base}/${root}/a.txt`, `/get-artifact?run_uuid=${run}&path=a.txt`]) {
      const { body, headers } = await inject('GET', url);
      expect([body, headers['content-type']]).toEqual(['hello', 'text/plain; charset=utf-8']);
    }
  });

  it.each(['bogus', ''])('is taken whatever type it says it is of: %j', async (type) => {
    const { inject } = openArtifacts();
    const headers = { host: 'localhost', 'content-type': type };
    expect((await inject('PUT', `${base}/a/b`, { headers, payload: 'x' })).statusCode).toBe(200);
    expect((await inject('GET', `${base}/a/b`)).body).toBe('x');
  });

  it('is an image of MLflow’s clients before 3.2, with a name full of percent signs', async () => {
    const { put, call, createRun } = openArtifacts();
    const run_id = await createRun();
    const path = 'images/cat%step%10%timestamp%1700000000000%gd1c.png';
    expect(await put(`0/${run_id}/artifacts/${encodeURIComponent(path)}`)).toBe(200);
    expect((await call('GET', 'artifacts/list', { run_id, path: 'images' })).body).toMatchObject({
      files: [{ path }],
    });
  });

  it('is found where its experiment says that its artifacts lie', async () => {
    const { put, call, createRun, services } = openArtifacts();
    await call('POST', 'experiments/create', { name: 'e', artifact_location: 'mlflow-artifacts:/own/place' });
    const run = await createRun({ experiment_id: '1' });
    await put(`own/place/${run}/artifacts/a.txt`);
    await put(`1/${run}/artifacts/a.txt`);
    expect(artifactsOf(services.store.reader, run)).toMatchObject([{ path: 'a.txt' }]);
  });

  it.each([
    ['mlflow-artifacts:/c/', 'mlflow-artifacts:/c', 'c'],
    ['MLFLOW-ARTIFACTS:/c', 'MLFLOW-ARTIFACTS:/c', 'c'],
    ['mlflow-artifacts:/c/a%20b', 'mlflow-artifacts:/c/a%20b', 'c/a%20b'],
    ['mlflow-artifacts:///c//./b', 'mlflow-artifacts:///c//./b', 'c/b'],
    ['mlflow-artifacts:/', 'mlflow-artifacts:', ''],
  ])('is found also when the place of its experiment is %s', async (artifact_location, root, folder) => {
    const { put, list, call, createRun, inject, services } = openArtifacts();
    await call('POST', 'experiments/create', { name: 'e', artifact_location });
    const run_id = await createRun({ experiment_id: '1' });
    await put(`${folder}/${run_id}/artifacts/d/a.txt`.replace(/^\//, ''), 'a');
    expect(artifactsOf(services.store.reader, run_id)).toMatchObject([{ path: 'd/a.txt' }]);
    expect((await call('GET', 'artifacts/list', { run_id, path: 'd' })).body).toMatchObject({
      root_uri: `${root}/${run_id}/artifacts`,
      files: [{ path: 'd/a.txt' }],
    });
    expect((await inject('GET', `/get-artifact?run_id=${run_id}&path=d/a.txt`)).body).toBe('a');
    const asWritten = encodeURIComponent(`${folder}/${run_id}/artifacts`.replace(/^\//, ''));
    expect(await list(asWritten)).toEqual({ files: [{ path: 'd', is_dir: true }] });
    const filter = `attributes.artifact_uri = '${root}/${run_id}/artifacts'`;
    const { body } = await call('POST', 'runs/search', { experiment_ids: ['1'], filter });
    expect(body).toMatchObject({ runs: [{ info: { run_id } }] });
  });

  it('is removed with its folder, and with its experiment', async () => {
    const { put, list, inject, createRun } = openArtifacts();
    const run = await createRun();
    for (const path of [`0/${run}/artifacts/d/a`, `0/${run}/artifacts/d0`, '0/models/m-1/artifacts/MLmodel'])
      await put(path);
    expect((await inject('DELETE', `${base}/0/${run}/artifacts/d`)).json()).toEqual({});
    expect(await list(`0/${run}/artifacts`)).toMatchObject({ files: [{ path: 'd0' }] });
    expect(await list('')).toEqual({ files: [{ path: '0', is_dir: true }] });
    expect(await list('0')).toMatchObject({ files: [{ path: run }, { path: 'models' }] });
    expect(await list(`0/${run}`)).toEqual({ files: [{ path: 'artifacts', is_dir: true }] });
    await inject('DELETE', `${base}/0`);
    expect(await list('')).toEqual({});
    expect((await inject('DELETE', `${base}/not/there`)).statusCode).toBe(200);
  });

  it('is listed and removed with the folders above it, wherever its experiment has them', async () => {
    const { put, list, inject, call, createRun, services } = openArtifacts();
    const artifact_location = 'mlflow-artifacts:/own/place';
    await call('POST', 'experiments/create', { name: 'e', artifact_location });
    const [run, other, elsewhere] = [
      await createRun({ experiment_id: '1' }),
      await createRun({ experiment_id: '1' }),
      await createRun(),
    ];
    for (const id of [run, other]) await put(`own/place/${id}/artifacts/a`);
    await put(`0/${elsewhere}/artifacts/a`);
    const named = (...names: string[]) => ({ files: names.map((path) => ({ path, is_dir: true })) });
    expect(await list('')).toEqual(named('0', 'own'));
    expect(await list('own')).toEqual(named('place'));
    expect(await list('own/place')).toEqual(named(...[run, other].sort()));
    expect(await list(`own/place/${run}`)).toEqual(named('artifacts'));
    for (const path of ['own/pla', 'own/place/none', `own/place/${run}/none`, `1`])
      expect(await list(path)).toEqual({});
    const imported = await createRun({ experiment_id: '1' });
    services.store.write((writer) =>
      setArtifactUri(writer, imported, `mlflow-artifacts:/1/${imported}/artifacts`),
    );
    await put(`1/${imported}/artifacts/a`);
    expect(await list('1')).toEqual(named(imported));
    await inject('DELETE', `${base}/1`);
    await inject('DELETE', `${base}/own/place/${run}`);
    expect(await list('own/place')).toEqual(named(other));
    await inject('DELETE', `${base}/own`);
    expect(await list('')).toEqual(named('0'));
  });
});

describe('a download', () => {
  it.each([
    ['bytes=2-3', 206, 'cd', 'bytes 2-3/6'],
    ['bytes=4-99', 206, 'ef', 'bytes 4-5/6'],
    ['bytes=-2', 206, 'ef', 'bytes 4-5/6'],
    ['bytes=6-', 416, '', 'bytes */6'],
    ['bytes=0-1,3-4', 200, 'abcdef', undefined],
    ['lines=1-2', 200, 'abcdef', undefined],
  ])('of the range %s', async (range, status, body, content) => {
    const { put, inject } = openArtifacts();
    await put('a/b', 'abcdef');
    const answer = await inject('GET', `${base}/a/b`, { headers: { host: 'localhost', range } });
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([
      status,
      body,
      content,
    ]);
  });

  it('of all of a file is checked against its digest; of a part, or of none of it, it need not be read whole', async () => {
    const { put, inject, services } = openArtifacts();
    await put('a/b', 'abcdef');
    const verified = vi.spyOn(services.objects, 'verified');
    const headers = (range: string) => ({ headers: { host: 'localhost', range } });
    expect((await inject('HEAD', `${base}/a/b`)).headers).toMatchObject({ 'content-length': '6' });
    expect((await inject('GET', `${base}/a/b`, headers('bytes=1-5'))).body).toBe('bcdef');
    expect(verified).not.toHaveBeenCalled();
    for (const range of ['bytes=0-', 'lines=1-2', 'bytes=0-1,3-4'])
      expect((await inject('GET', `${base}/a/b`, headers(range))).body).toBe('abcdef');
    expect(verified).toHaveBeenCalledTimes(3);
    const file = services.objects.pathOf(createHash('sha256').update('abcdef').digest('hex'));
    chmodSync(file, 0o644);
    writeFileSync(file, 'abcdeX');
    expect((await inject('GET', `${base}/a/b`)).json()).toMatchObject({ error_code: 'DATA_LOSS' });
  });

  it.each([
    ['a.txt', 'attachment; filename=a.txt'],
    ['a+b%20c.txt', `attachment; filename="a+b c.txt"; filename*=UTF-8''a%2Bb%20c.txt`],
  ])('names the file %s without quotes where it needs none', async (name, said) => {
    const { put, inject } = openArtifacts();
    await put(`a/${name}`);
    expect((await inject('GET', `${base}/a/${name}`)).headers['content-disposition']).toBe(said);
  });

  it('is refused for a path that leads out, before what it is of is looked for', async () => {
    const { inject } = openArtifacts();
    const asked = await inject('GET', '/model-versions/get-artifact?name=none&version=1&path=../x');
    expect(asked.json()).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' });
  });

  it('names the file whatever letters it has, and never as a page', async () => {
    const { put, inject } = openArtifacts();
    const name = encodeURIComponent('ü "x".html');
    expect(await put(`a/${name}`)).toBe(200);
    expect((await inject('GET', `${base}/a/${name}`)).headers).toMatchObject({
      'content-disposition': `attachment; filename="_ _x_.html"; filename*=UTF-8''${name}`,
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('what is refused', () => {
  it.each([
    ['PUT', '/a/..%2f../b', 400],
    ['PUT', '/%252e%252e/b', 400],
    ['GET', '/a%5Cb', 400],
    ['GET', '/a%23b', 400],
    ['DELETE', '/C:/a', 400],
    ['GET', '?path=../..', 400],
    ['GET', '?path=%2Fetc', 400],
    ['GET', '/not/there', 404],
    ['GET', '/file/below', 404],
    ['PUT', '/file/below', 400],
    ['PUT', '/folder', 400],
  ] as const)('%s %s', async (method, path, status) => {
    const { inject, put } = openArtifacts();
    await put('file');
    await put('folder/file');
    const answer = await inject(method, `${base}${path}`, method === 'PUT' ? { payload: 'x' } : {});
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { error_code: expect.any(String) }]);
  });

  it('is an upload in several parts', async () => {
    const { app } = openTrackingHttp();
    const url = '/api/2.0/mlflow-artifacts/mpu/create/a/b';
    const answer = await app.inject({ method: 'POST', url, headers: { host: 'localhost' }, payload: {} });
    expect([answer.statusCode, answer.json()]).toMatchObject([501, { error_code: 'NOT_IMPLEMENTED' }]);
  });
});

describe('an upload over a socket', () => {
  it('that finds the disk full is to be tried again, also when much of it is still to come', async () => {
    const { app, services, inject } = openArtifacts();
    vi.spyOn(services.objects, 'receive').mockImplementation(async (content) => {
      const full = new EngineError('disk-full', 'The disk is full.');
      await pipeline(content, new Writable({ write: (_chunk, _encoding, done) => done(full) }));
      return { digest: '', sizeBytes: 0 };
    });
    const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}${base}/big/a.bin`;
    const answer = await fetch(url, { method: 'PUT', body: randomBytes(20 * 1024 * 1024) });
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'The disk is full.' },
    ]);
    expect((await inject('GET', `${base}/big/a.bin`)).statusCode).toBe(404);
  });

  it('is not held in memory, and leaves nothing when it breaks off', async () => {
    const { app, list, inject, services } = openArtifacts();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const chunk = randomBytes(1024 * 1024);
    const upload = async (path: string, chunks: number, breakOff: boolean): Promise<number | 'broken'> =>
      new Promise((resolve) => {
        const length = chunks * chunk.length + (breakOff ? 1 : 0);
        const headers = { 'content-length': length };
        const sent = httpRequest(
          { host: '127.0.0.1', port, path: `${base}/${path}`, method: 'PUT', headers },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode ?? 0);
          },
        );
        sent.on('error', () => resolve('broken'));
        const next = (left: number): void => {
          if (left > 0) sent.write(chunk, () => next(left - 1));
          else if (breakOff) sent.destroy();
          else sent.end();
        };
        next(chunks);
      });
    const before = process.memoryUsage.rss();
    expect(await upload('big/a.bin', 110, false)).toBe(200);
    expect(process.memoryUsage.rss() - before).toBeLessThan(80 * 1024 * 1024);
    const digest = createHash('sha256');
    for (let times = 0; times < 110; times += 1) digest.update(chunk);
    expect(
      (await inject('GET', `${base}/big/a.bin`, { headers: { host: 'localhost', range: 'bytes=0-0' } }))
        .headers.etag,
    ).toBe(`"${digest.digest('hex')}"`);
    expect(await upload('big/b.bin', 3, true)).toBe('broken');
    expect(await list('big')).toMatchObject({ files: [{ path: 'a.bin' }] });
    const unfinished = join(services.paths.objects, 'unfinished');
    await expect.poll(() => (existsSync(unfinished) ? readdirSync(unfinished) : [])).toEqual([]);
  });
});
