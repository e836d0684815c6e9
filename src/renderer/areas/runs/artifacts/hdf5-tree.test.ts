import { describe, expect, it } from 'vitest';
import type { Hdf5Object } from '../../../../shared/model/artifact-content.ts';
import { hdf5Rows, nameOf } from './hdf5-tree.ts';

const object = (path: string, kind: Hdf5Object['kind'] = 'group'): Hdf5Object => ({
  ...{ path, kind, shape: null, typeName: null, sizeBytes: null, target: null },
});
const listing = [
  object('/'),
  object('/a'),
  object('/a/b'),
  object('/a/b/x', 'dataset'),
  object('/c', 'dataset'),
];
const seen = (closed: readonly string[]) =>
  hdf5Rows(listing, new Set(closed)).map(({ item, depth, isExpanded, parentIndex }) => [
    ...[item.path, depth, isExpanded, parentIndex],
  ]);

describe('the tree of an HDF5 file', () => {
  it('has each object below its group', () => {
    expect(seen([])).toEqual([
      ['/', 0, true, -1],
      ['/a', 1, true, 0],
      ['/a/b', 2, true, 1],
      ['/a/b/x', 3, undefined, 2],
      ['/c', 1, undefined, 0],
    ]);
  });

  it('hides what is inside closed groups, however deep', () => {
    expect(seen(['/a']).map(([path]) => path)).toEqual(['/', '/a', '/c']);
    expect(seen(['/a'])[1]).toEqual(['/a', 1, false, 0]);
    expect(seen(['/'])).toEqual([['/', 0, false, -1]]);
  });

  it('calls objects by the last of their names', () => {
    expect(['/', '/a', '/a/kernel:0'].map(nameOf)).toEqual(['/', 'a', 'kernel:0']);
  });
});
