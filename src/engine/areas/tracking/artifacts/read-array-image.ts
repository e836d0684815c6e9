import type { ArrayImage } from '../../../../shared/model/artifact-content.ts';
import { type ImageLayout, imageLayout } from '../../../core/artifacts/array-layout.ts';
import type { NpyType } from '../../../core/artifacts/npy-type.ts';
import type { ByteSource } from './byte-source.ts';
import type { OpenArray } from './open-array.ts';
import { viewOf } from './read-array.ts';

/** Longer sides are shown by every n-th row and column. */
const longestSide = 512;

/** Values of every n-th row and column, channel after channel for each pixel. */
interface Sampled {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** An image of an array, if it has the shape of one; null if not. Numbers that are no bytes are spread from black to white. */
export const readArrayImage = async (
  { header, data }: OpenArray,
  image: number,
): Promise<ArrayImage | null> => {
  const { type, shape, isFortran } = header;
  const layout = type?.isNumeric ? imageLayout(shape, isFortran) : null;
  if (type === null || layout === null || image >= layout.imageCount) return null;
  const sampled = await sample(data, type, layout, image);
  const range = type.name === 'uint8' ? null : rangeOf(sampled.values);
  return {
    ...{ width: sampled.width, height: sampled.height, range },
    sourceWidth: layout.width,
    sourceHeight: layout.height,
    imageCount: layout.imageCount,
    pixels: Buffer.from(paint(sampled, layout.channels, range)).toString('base64'),
  };
};

const sample = async (
  data: ByteSource,
  type: NpyType,
  layout: ImageLayout,
  image: number,
): Promise<Sampled> => {
  const every = Math.max(1, Math.ceil(Math.max(layout.width, layout.height) / longestSide));
  const width = Math.ceil(layout.width / every);
  const height = Math.ceil(layout.height / every);
  const { channels } = layout;
  const values = new Float64Array(width * height * channels);
  // Channels are the values of a pixel, or planes of their own.
  const planes = layout.channelStep === 1 ? 1 : channels;
  const perPlane = channels / planes;
  for (let row = 0; row < height; row += 1) {
    for (let plane = 0; plane < planes; plane += 1) {
      const start = image * layout.imageStep + row * every * layout.rowStep + plane * layout.channelStep;
      const bytes = await data.read(
        start * type.itemBytes,
        layout.width * layout.columnStep * type.itemBytes,
      );
      const view = viewOf(bytes);
      for (let column = 0; column < width; column += 1) {
        for (let channel = 0; channel < perPlane; channel += 1) {
          const place = (column * every * layout.columnStep + channel) * type.itemBytes;
          values[(row * width + column) * channels + plane * perPlane + channel] = type.number(view, place);
        }
      }
    }
  }
  return { width, height, values };
};

const rangeOf = (values: Float64Array): { low: number; high: number } => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
};

/** A value that is no number makes its pixel transparent. */
const paint = (
  { width, height, values }: Sampled,
  channels: ImageLayout['channels'],
  range: ArrayImage['range'],
): Uint8Array => {
  const scale = range === null || range.high === range.low ? 1 : 255 / (range.high - range.low);
  const low = range?.low ?? 0;
  const byte = (value: number) => Math.max(0, Math.min(255, Math.round((value - low) * scale)));
  const pixels = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const first = pixel * channels;
    for (let channel = 0; channel < 3; channel += 1) {
      pixels[pixel * 4 + channel] = byte(values[first + (channels === 1 ? 0 : channel)]!);
    }
    const isNumber = !Number.isNaN(values[first]!);
    pixels[pixel * 4 + 3] = !isNumber ? 0 : channels === 4 ? byte(values[first + 3]!) : 255;
  }
  return pixels;
};
