import { describe, expect, it } from 'vitest';
import { createPixelComparison } from './pixel-difference.ts';

const compare = (one: number[], other: number[]) => {
  const comparison = createPixelComparison(Uint8ClampedArray.from(one), Uint8ClampedArray.from(other));
  for (let pixel = 0; pixel < comparison.pixelCount; pixel += 2) comparison.compare(pixel, pixel + 2);
  return { ...comparison.result(), image: [...comparison.image()] };
};

describe('the difference of two images', () => {
  it('counts pixels of which any channel differs, with the largest and the mean difference', () => {
    const one = [0, 0, 0, 255, 10, 20, 30, 255, 5, 5, 5, 255];
    const other = [0, 0, 0, 255, 10, 25, 30, 255, 5, 5, 5, 155];
    const found = compare(one, other);
    expect(found).toMatchObject({ pixelCount: 3, differing: 2, largest: 100, mean: 105 / 12 });
    expect(found.image).toEqual([0, 0, 0, 255, 13, 13, 13, 255, 255, 255, 255, 255]);
  });

  it('of an image with itself is nothing, and black', () => {
    const image = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(compare(image, image)).toMatchObject({ differing: 0, largest: 0, mean: 0 });
    expect(compare(image, image).image).toEqual([0, 0, 0, 255, 0, 0, 0, 255]);
  });

  it('is not made of images of different sizes', () =>
    expect(() => compare([0, 0, 0, 0], [])).toThrow('different sizes'));
});
