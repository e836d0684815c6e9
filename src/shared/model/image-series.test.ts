import { describe, expect, it } from 'vitest';
import { groupImages, readImageName } from './image-series.ts';

describe('the name of an image', () => {
  it.each([
    ['samples/img_000120.png', 'samples/img_#.png', 120],
    ['samples/epoch=3/grid.png', 'samples/epoch=#/grid.png', 3],
    ['step_10_sample_2.png', 'step_#_sample_2.png', 10],
    ['12.jpg', '#.jpg', 12],
    ['plots/resnet50.png', 'plots/resnet50.png', null],
    ['confusion_matrix.svg', 'confusion_matrix.svg', null],
    ['2024-02-29/loss.png', '2024-02-#/loss.png', 29],
  ])('%s is at step %s', (path, key, step) => expect(readImageName(path)).toMatchObject({ key, step }));

  it('of MLflow 2 and 3 gives key, step and time', () => {
    const uuid = '0d1c4f3e-5a6b-4c7d-8e9f-a0b1c2d3e4f5';
    expect(readImageName(`images/val#dog%step%12%timestamp%1700000000000%${uuid}.png`)).toEqual({
      ...{ key: 'val/dog', step: 12, timestampMs: 1_700_000_000_000 },
    });
    // From 2.22 on an id begins with none of the letters that hexadecimal digits are.
    expect(readImageName(`images/val#dog%step%12%timestamp%17%g${uuid.slice(1)}.png`)).toEqual({
      ...{ key: 'val/dog', step: 12, timestampMs: 17 },
    });
    expect(readImageName(`images/val~dog+step+0+timestamp+17+${uuid}.png`)).toEqual({
      ...{ key: 'val/dog', step: 0, timestampMs: 17 },
    });
    expect(readImageName(`images/val~dog+step+0+timestamp+17+${uuid}+compressed.webp`)).toBeNull();
  });

  it('that is no image is none', () => expect(readImageName('model/step_3.onnx')).toBeNull());
});

describe('images of runs', () => {
  const image = (runId: string, path: string) => ({ runId, path, digest: 'd' });

  it('are grouped over runs and steps, steps in their order, what is missing left out', () => {
    const [series, ...others] = groupImages([
      image('a', 'img_10.png'),
      image('a', 'img_9.png'),
      image('b', 'img_9.png'),
      image('b', 'notes.txt'),
    ]);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ key: 'img_#.png', steps: [9, 10] });
    expect(series?.images.map(({ runId, step }) => `${runId}${step}`)).toEqual(['a10', 'a9', 'b9']);
  });

  it('logged twice at a step count as the later one', () => {
    const at = (timestamp: number) => `images/k%step%1%timestamp%${timestamp}%aa-${timestamp}.png`;
    const [series] = groupImages([image('a', at(20)), image('a', at(5))]);
    expect(series?.images).toEqual([{ runId: 'a', step: 1, path: at(20), digest: 'd' }]);
  });
});
