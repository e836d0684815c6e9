import { describe, expect, it } from 'vitest';
import { groupImages } from '../../../../shared/model/image-series.ts';
import { byImages, imageGrids, placeAfter } from './image-grids.ts';

const gridsOf = (...files: string[]) =>
  imageGrids(
    groupImages(
      files.map((file) => {
        const [runId = '', path = ''] = file.split(':');
        return { runId, path, digest: 'd' };
      }),
    ),
  );

describe('grids of images', () => {
  it('have a column for each step, and no path where an image is missing', () => {
    const [grid] = gridsOf('a:img_1.png', 'a:img_20.png', 'b:img_3.png');
    expect(grid?.columns.map(({ label }) => label)).toEqual(['step 1', 'step 3', 'step 20']);
    expect(grid?.images.get('a 20')?.path).toBe('img_20.png');
    expect(grid?.images.get('b 20')).toBeUndefined();
  });

  it('have a row for each run that left an image of theirs', () => {
    const [grid] = gridsOf('b:img_1.png', 'c:img_2.png', 'a:roc.png');
    const runs = ['a', 'b', 'c'].map((id) => ({ id }));
    expect(byImages(runs, grid)).toEqual([[{ id: 'b' }, { id: 'c' }], [{ id: 'a' }]]);
  });

  it('put images without a step beside each other', () => {
    const grids = gridsOf('a:roc.png', 'a:confusion.png', 'b:roc.png', 'a:img_1.png');
    expect(grids.map(({ label, columns }) => `${label}: ${columns.map(({ id }) => id)}`)).toEqual([
      'img_#.png: 1',
      'Images without a step: confusion.png,roc.png',
    ]);
  });
});

it('arrow keys stop at the edges', () => {
  const at = (key: string) => placeAfter(key, { row: 0, column: 2 }, 2, 3);
  expect(at('ArrowRight')).toEqual({ row: 0, column: 2 });
  expect(at('ArrowLeft')).toEqual({ row: 0, column: 1 });
  expect(at('ArrowUp')).toEqual({ row: 0, column: 2 });
  expect(at('ArrowDown')).toEqual({ row: 1, column: 2 });
  expect(at('Home')).toEqual({ row: 0, column: 0 });
  expect(at('a')).toBeNull();
});
