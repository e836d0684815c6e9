/** How two images of the same size differ, on the scale of a byte: 0 is equal, 255 is black against white. */
export interface PixelDifference {
  readonly pixelCount: number;
  /** Pixels of which any channel differs. */
  readonly differing: number;
  /** Of any channel of any pixel. */
  readonly largest: number;
  /** Over all channels of all pixels. */
  readonly mean: number;
}

/** Compares pixels of four bytes each (red, green, blue, alpha), part by part, so that a large image holds up nothing. */
export function createPixelComparison(one: Uint8ClampedArray, other: Uint8ClampedArray) {
  if (one.length !== other.length) throw new RangeError('The images are of different sizes.');
  /** Of each pixel the largest difference of its channels. */
  const distances = new Uint8ClampedArray(one.length / 4);
  let differing = 0;
  let largest = 0;
  let sum = 0;
  return {
    pixelCount: distances.length,
    /** Compares the pixels from `start` up to, but without, `end`. */
    compare(start: number, end: number): void {
      for (let pixel = start; pixel < Math.min(end, distances.length); pixel += 1) {
        let most = 0;
        for (let channel = pixel * 4; channel < pixel * 4 + 4; channel += 1) {
          const distance = Math.abs(one[channel]! - other[channel]!);
          sum += distance;
          if (distance > most) most = distance;
        }
        distances[pixel] = most;
        if (most > 0) differing += 1;
        if (most > largest) largest = most;
      }
    },
    result: (): PixelDifference => ({
      pixelCount: distances.length,
      ...{ differing, largest },
      mean: one.length === 0 ? 0 : sum / one.length,
    }),
    /** The distances as an image: equal is black, the largest difference white. */
    image(): Uint8ClampedArray<ArrayBuffer> {
      const pixels = new Uint8ClampedArray(one.length);
      const scale = largest === 0 ? 0 : 255 / largest;
      for (let pixel = 0; pixel < distances.length; pixel += 1) {
        const value = distances[pixel]! * scale;
        pixels.fill(value, pixel * 4, pixel * 4 + 3);
        pixels[pixel * 4 + 3] = 255;
      }
      return pixels;
    },
  };
}
