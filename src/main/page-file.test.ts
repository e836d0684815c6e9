import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { fileInside } from './page-file.ts';

const root = resolve('/app/out/renderer');

it.each(['/index.html', '/assets/a%20b.js', '/assets/../index.html', '/..hidden.html'])(
  'finds %s',
  (path) => {
    expect(fileInside(root, path)).toBe(join(root, decodeURIComponent(path)));
  },
);

it.each(['/', '/../main/index.js', '/%2e%2e/main/index.js', '/..%5c..%5cx', '/a%00.html', '/%', '/..'])(
  'refuses %s',
  (path) => {
    expect(fileInside(root, path)).toBeNull();
  },
);
