import type { RawFixture } from '../raw-fixture.ts';
import { ajax, api, artifacts, get, post, type RawRequest, unknownRun } from './request.ts';

/** Files: written, read, listed and deleted, and ways out of their folder. */

export const artifactRoutes = ({ run, experiment, model }: RawFixture): RawRequest[] => {
  const root = `${artifacts}/artifacts/${experiment}/${run}/artifacts`;
  const put = (name: string, path: string, body = 'x'): RawRequest => ({
    name: `put ${name}`,
    method: 'PUT',
    path,
    body,
    headers: { 'content-type': 'text/plain' },
  });
  const read = (path: string) => get(`read ${path}`, `${artifacts}/artifacts/${path}`);
  const list = (path: string) =>
    get(`list ${path.replace(run, 'run')}`, `${artifacts}/artifacts?path=${path}`);
  return [
    put('a file', `${root}/a.txt`, 'content'),
    put('the same file again', `${root}/a.txt`, 'other content'),
    put('below a file', `${root}/a.txt/b.txt`),
    put('a deep file', `${root}/deep/er/b.json`, '{}'),
    put('upwards', `${artifacts}/artifacts/..%2F..%2Fescape.txt`),
    put('upwards, twice encoded', `${artifacts}/artifacts/%252e%252e%252Fescape.txt`),
    put('absolute', `${artifacts}/artifacts/%2Ftmp%2Fescape.txt`),
    put('backslashes', `${artifacts}/artifacts/..%5C..%5Cescape.txt`),
    put('drive', `${artifacts}/artifacts/C:%5Cescape.txt`),
    put('fragment', `${artifacts}/artifacts/a%23b.txt`),
    put('null byte', `${artifacts}/artifacts/a%00b.txt`),
    put('nothing', `${artifacts}/artifacts/`),
    put('with a slash at the end', `${root}/folder/`),
    put('an empty file', `${root}/deep/empty.txt`, ''),
    get('read a file', `${root}/a.txt`),
    get('read JSON', `${root}/deep/er/b.json`),
    get('read a folder', `${root}/deep`),
    get('read what is not there', `${root}/nope.txt`),
    read('..%2F..%2Fetc%2Fpasswd'),
    read('%252e%252e%252Fetc%252Fpasswd'),
    read('%2Fetc%2Fpasswd'),
    read('....%2F%2Fetc%2Fpasswd'),
    list(''),
    list(`${experiment}/${run}/artifacts`),
    list(`${experiment}/${run}/artifacts/deep`),
    list(`${experiment}/${run}/artifacts/deep/`),
    list(`${experiment}/${run}/artifacts/a.txt`),
    list('nope'),
    list('..'),
    list('%2Fetc'),
    list('a%2F..%2F..%2Fb'),
    get('list without path', `${artifacts}/artifacts`),
    get('artifacts of a run', `${api}/artifacts/list?run_id=${run}`),
    get('artifacts of a run, a folder', `${api}/artifacts/list?run_id=${run}&path=deep`),
    get('artifacts of a run, for the window', `${ajax}/artifacts/list?run_uuid=${run}&path=deep/er`),
    get('artifacts of a run, upwards', `${api}/artifacts/list?run_id=${run}&path=..%2F..`),
    get('artifacts of an unknown run', `${api}/artifacts/list?run_id=${unknownRun}`),
    get('artifacts of no run', `${api}/artifacts/list`),
    get('get-artifact', `/get-artifact?run_id=${run}&path=a.txt`),
    get('get-artifact by the old name', `/get-artifact?run_uuid=${run}&path=deep/er/b.json`),
    get('get-artifact, upwards', `/get-artifact?run_id=${run}&path=..%2F..%2Fa.txt`),
    get('get-artifact, a folder', `/get-artifact?run_id=${run}&path=deep`),
    get('get-artifact, missing', `/get-artifact?run_id=${run}&path=nope.txt`),
    get('get-artifact of an unknown run', `/get-artifact?run_id=${unknownRun}&path=a.txt`),
    get('get-artifact without path', `/get-artifact?run_id=${run}`),
    get('get-artifact without run', '/get-artifact?path=a.txt'),
    get('get-artifact of a version', `/model-versions/get-artifact?name=${model}&version=1&path=a.txt`),
    get(
      'get-artifact of an unknown version',
      `/model-versions/get-artifact?name=${model}&version=9&path=a.txt`,
    ),
    post('mpu create', `${artifacts}/mpu/create/${experiment}/x`, { path: 'x', num_parts: 2 }),
    post('mpu complete', `${artifacts}/mpu/complete/${experiment}/x`, {
      path: 'x',
      upload_id: '1',
      parts: [],
    }),
    post('mpu abort', `${artifacts}/mpu/abort/${experiment}/x`, { path: 'x', upload_id: '1' }),
    get('presigned', `${artifacts}/presigned/${experiment}/x`),
    { name: 'delete a file', method: 'DELETE', path: `${root}/a.txt` },
    { name: 'delete what is not there', method: 'DELETE', path: `${root}/nope.txt` },
    { name: 'delete upwards', method: 'DELETE', path: `${artifacts}/artifacts/..%2F..%2Fx` },
    { name: 'delete everything', method: 'DELETE', path: `${artifacts}/artifacts/` },
  ];
};
