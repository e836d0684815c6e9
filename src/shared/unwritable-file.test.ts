import { expect, it } from 'vitest';
import { withPlace } from './unwritable-file.ts';

const out = '/data/report.html';
const unfinished = `${out}.unfinished-17`;

it.each([
  ['EACCES', 'permission-denied'],
  ['EPERM', 'permission-denied'],
  ['EROFS', 'permission-denied'],
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['ENOENT', 'not-found'],
  ['EISDIR', 'invalid-input'],
  ['ENAMETOOLONG', 'invalid-input'],
])('says of %s what to do, and nothing of names that are ours', (code, expected) => {
  const failures = [
    { code, path: unfinished },
    { code, path: unfinished, dest: out },
    { code, path: '/objects/ab', dest: unfinished },
  ];
  for (const failure of failures) {
    const told = withPlace(Object.assign(new Error('open failed'), failure), out) as Error;
    expect(told).toMatchObject({ code: expected, details: { path: out } });
    expect(told.message).toContain(out);
    expect(told.message).not.toContain('unfinished');
  }
});

it('leaves errors of what is read as they are', () => {
  const gone = Object.assign(new Error('gone'), { code: 'ENOENT', path: '/mlruns/model.onnx' });
  expect(withPlace(gone, out)).toBe(gone);
  expect(withPlace(null, out)).toBeNull();
});
