import { expect, it } from 'vitest';
import { treeNodes } from './file-tree-nodes.ts';

const paths = [
  'README.md',
  'k8s/base/service.yaml',
  'Dockerfile',
  'k8s/base/deployment.yaml',
  'app/model.onnx',
];
const shown = (closed: string[] = []) =>
  treeNodes(paths, new Set(closed)).map(
    ({ name, depth, isFolder }) => `${'  '.repeat(depth)}${name}${isFolder ? '/' : ''}`,
  );

it('lists folders before files, in order, with their depth', () => {
  expect(shown()).toEqual([
    'app/',
    '  model.onnx',
    'k8s/',
    '  base/',
    '    deployment.yaml',
    '    service.yaml',
    'Dockerfile',
    'README.md',
  ]);
});

it('leaves out what lies in a closed folder', () => {
  expect(shown(['k8s/'])).toEqual(['app/', '  model.onnx', 'k8s/', 'Dockerfile', 'README.md']);
});

it('gives files the path they came with', () => {
  expect(treeNodes(paths, new Set()).find(({ name }) => name === 'service.yaml')?.path).toBe(
    'k8s/base/service.yaml',
  );
});

it('says of each line where it stands among those of its folder, of which a name may begin another', () => {
  const places = treeNodes([...paths, 'k8s.md', 'k8s/notes.md'], new Set(['app/', 'k8s/base/'])).map(
    ({ path, place, siblings }) => `${path} ${place} of ${siblings}`,
  );
  expect(places).toEqual([
    ...['app/ 1 of 5', 'k8s/ 2 of 5', 'k8s/base/ 1 of 2', 'k8s/notes.md 2 of 2'],
    ...['Dockerfile 3 of 5', 'README.md 4 of 5', 'k8s.md 5 of 5'],
  ]);
});
