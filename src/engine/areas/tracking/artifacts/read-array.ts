import { setImmediate } from 'node:timers/promises';
import type { ArrayStatistics, ArrayValue } from '../../../../shared/model/artifact-content.ts';
import { gridLayout } from '../../../core/artifacts/array-layout.ts';
import type { NpyType } from '../../../core/artifacts/npy-type.ts';
import { createRunningStatistics } from '../../../core/artifacts/running-statistics.ts';
import type { WorkContext } from '../../../ports/data-engine.ts';
import type { ByteSource } from './byte-source.ts';
import type { OpenArray } from './open-array.ts';

const partBytes = 2 ** 20;
/** Statistics of more would keep people waiting; the answer says that they are of the beginning. */
const mostBytes = 256 * 2 ** 20;

/** Statistics of an array's values, of the first 256 MiB of a larger one; null for values that are no numbers. */
export const readStatistics = async (
  { header, data }: OpenArray,
  { signal, progress }: WorkContext,
): Promise<ArrayStatistics | null> => {
  const { type, valueCount } = header;
  if (type === null || !type.isNumeric) return null;
  const statistics = createRunningStatistics();
  const total = Math.min(valueCount, Math.floor(mostBytes / type.itemBytes));
  const perPart = Math.floor(partBytes / type.itemBytes);
  for (let done = 0; done < total; done += perPart) {
    signal?.throwIfAborted();
    const count = Math.min(perPart, total - done);
    const bytes = await data.read(done * type.itemBytes, count * type.itemBytes);
    addAll(statistics, type, bytes);
    progress?.({ phase: 'Reading values', completed: done + count, total });
    await setImmediate();
  }
  return statistics.result(total === valueCount);
};

const addAll = (statistics: ReturnType<typeof createRunningStatistics>, type: NpyType, bytes: Uint8Array) => {
  const view = viewOf(bytes);
  for (let offset = 0; offset + type.itemBytes <= bytes.length; offset += type.itemBytes) {
    statistics.add(type.number(view, offset));
  }
};

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export interface GridWindow {
  readonly slice: number;
  readonly offset: number;
  readonly limit: number;
  readonly firstColumn: number;
  readonly columns: number;
}

/** Up to here a window is read in one piece, with what lies between its values. */
const widestSpanBytes = 8 * 2 ** 20;

/** A window of the values along the last two axes. */
export const readGrid = async (
  { header, data }: OpenArray,
  { slice, offset, limit, firstColumn, columns }: GridWindow,
): Promise<ArrayValue[][]> => {
  const { type, shape, isFortran } = header;
  if (type === null) return [];
  const layout = gridLayout(shape, isFortran);
  const rowCount = Math.max(0, Math.min(limit, layout.rows - offset));
  const columnCount = Math.max(0, Math.min(columns, layout.columns - firstColumn));
  if (slice >= layout.sliceCount || rowCount === 0 || columnCount === 0) return [];
  const place = (row: number, column: number) => layout.placeOf(slice, offset + row, firstColumn + column);
  const rows = indices(rowCount);
  const across = indices(columnCount);
  const first = place(0, 0);
  const span = (place(rowCount - 1, columnCount - 1) - first + 1) * type.itemBytes;
  if (span <= widestSpanBytes) {
    const view = viewOf(await data.read(first * type.itemBytes, span));
    const value = (row: number, column: number) =>
      type.value(view, (place(row, column) - first) * type.itemBytes);
    return rows.map((row) => across.map((column) => value(row, column)));
  }
  // In C order the values of a row lie side by side, in Fortran order those of a column of a matrix.
  const isRowWise = place(0, columnCount - 1) - first === columnCount - 1;
  if (isRowWise)
    return Promise.all(
      rows.map((row) =>
        readLine(
          data,
          type,
          across.map((column) => place(row, column)),
        ),
      ),
    );
  const lines = await Promise.all(
    across.map((column) =>
      readLine(
        data,
        type,
        rows.map((row) => place(row, column)),
      ),
    ),
  );
  return rows.map((row) => lines.map((line) => line[row] ?? null));
};

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const readLine = async (
  data: ByteSource,
  type: NpyType,
  places: readonly number[],
): Promise<ArrayValue[]> => {
  const first = places[0]!;
  if (places.at(-1)! - first === places.length - 1) {
    const view = viewOf(await data.read(first * type.itemBytes, places.length * type.itemBytes));
    return places.map((_, index) => type.value(view, index * type.itemBytes));
  }
  const values: ArrayValue[] = [];
  for (const place of places) {
    values.push(type.value(viewOf(await data.read(place * type.itemBytes, type.itemBytes)), 0));
  }
  return values;
};
