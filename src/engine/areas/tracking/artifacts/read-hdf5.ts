import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../../../../shared/errors.ts';
import type { ArrayStatistics, ArrayValue, Hdf5Details } from '../../../../shared/model/artifact-content.ts';
import { gridLayout } from '../../../core/artifacts/array-layout.ts';
import { createRunningStatistics } from '../../../core/artifacts/running-statistics.ts';
import type { WorkContext } from '../../../ports/data-engine.ts';
import type { Hdf5Block, Hdf5Dataset, Hdf5File } from '../../../ports/hdf5-reader.ts';
import type { GridWindow } from './read-array.ts';

export const mostObjects = 5000;

const blockBytes = 2 ** 20;
/** Statistics of more would keep people waiting; the answer says that they are of the beginning. */
const mostBytes = 256 * 2 ** 20;

/** What is said of an object, for a look at it. */
export const describeObject = (file: Hdf5File, name: string): Hdf5Details => {
  const dataset = file.dataset(name);
  return { attributes: file.attributes(name), dataset: dataset === null ? null : factsOf(dataset) };
};

const factsOf = ({ itemBytes, ...dataset }: Hdf5Dataset): NonNullable<Hdf5Details['dataset']> => {
  const shape = dataset.shape ?? [0];
  const { rows, columns, sliceCount } = gridLayout(shape, false);
  return {
    ...dataset,
    shape: dataset.shape === null ? null : [...dataset.shape],
    chunks: dataset.chunks === null ? null : [...dataset.chunks],
    filters: [...dataset.filters],
    sizeBytes: shape.reduce((product, size) => product * size, itemBytes),
    grid: { rows, columns },
    sliceCount,
  };
};

const named = (file: Hdf5File, name: string): Hdf5Dataset & { readonly shape: readonly number[] } => {
  const dataset = file.dataset(name);
  if (dataset === null)
    throw new EngineError('invalid-input', `“${name}” is no dataset, so it has no values.`);
  return { ...dataset, shape: dataset.shape ?? [0] };
};

/** A window of the values along the last two axes. */
export const readWindow = (
  file: Hdf5File,
  name: string,
  { slice, offset, limit, firstColumn, columns }: GridWindow,
): ArrayValue[][] => {
  const { shape } = named(file, name);
  const grid = gridLayout(shape, false);
  const height = Math.max(0, Math.min(limit, grid.rows - offset));
  const width = Math.max(0, Math.min(columns, grid.columns - firstColumn));
  if (slice >= grid.sliceCount || height === 0 || width === 0) return [];
  const leading = placeOfSlice(slice, shape.slice(0, -2));
  const values = file.values(name, {
    // A number has no axes, a list one.
    start: [...leading, offset, firstColumn].slice(0, shape.length),
    count: [...leading.map(() => 1), height, width].slice(0, shape.length),
  });
  return Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width));
};

/** Slices are counted with the last of the leading axes running fastest. */
const placeOfSlice = (slice: number, axes: readonly number[]): number[] => {
  const place: number[] = [];
  let rest = slice;
  for (const size of [...axes].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
};

/** Statistics of a dataset’s values, of 256 MiB of a larger one; null for values that are no numbers. */
export const readDatasetStatistics = async (
  file: Hdf5File,
  name: string,
  { signal, progress }: WorkContext,
): Promise<ArrayStatistics | null> => {
  const { shape, chunks, itemBytes, isNumeric, refusal } = named(file, name);
  if (!isNumeric || refusal !== null) return null;
  const statistics = createRunningStatistics();
  const valueCount = shape.reduce((product, size) => product * size, 1);
  const total = Math.min(valueCount, Math.floor(mostBytes / itemBytes));
  let done = 0;
  for (const block of blocks(shape, blockShape(shape, chunks, blockBytes / itemBytes))) {
    if (done >= total) break;
    signal?.throwIfAborted();
    const values = file.numbers(name, block);
    for (let index = 0; index < values.length; index += 1) statistics.add(values[index]!);
    done += values.length;
    progress?.({ phase: 'Reading values', completed: Math.min(done, total), total });
    await setImmediate();
  }
  return statistics.result(done === valueCount);
};

/** Blocks of whole chunks, so that none is unpacked twice, of some `mostValues` values: as long as can be along the last axes. */
const blockShape = (
  shape: readonly number[],
  chunks: readonly number[] | null,
  mostValues: number,
): number[] => {
  const block = shape.map((size, axis) => Math.max(1, Math.min(size, chunks?.[axis] ?? 1)));
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const values = block.reduce((product, size) => product * size, 1);
    const times = Math.max(1, Math.floor(mostValues / values));
    block[axis] = Math.min(Math.max(1, shape[axis]!), block[axis]! * times);
  }
  return block;
};

/** A number has one block without axes; a shape with a 0 in it has none. */
function* blocks(shape: readonly number[], block: readonly number[]): Generator<Hdf5Block> {
  if (shape.includes(0)) return;
  const start = shape.map(() => 0);
  for (;;) {
    yield {
      start: [...start],
      count: start.map((from, axis) => Math.min(block[axis]!, shape[axis]! - from)),
    };
    let axis = shape.length - 1;
    while (axis >= 0 && start[axis]! + block[axis]! >= shape[axis]!) {
      start[axis] = 0;
      axis -= 1;
    }
    if (axis < 0) return;
    start[axis]! += block[axis]!;
  }
}
