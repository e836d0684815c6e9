import type { BinMapper } from './bin-mapper.ts';
import { type BinnedGroup, type BinnedTable, groupSize } from './binned-table.ts';

/**
 * A histogram is one Float64Array over the bins of all columns: at 2b the sum of gradients, at 2b + 1 the sum of Hessians of the rows
 * in bin b. Column c begins at `offsets[c]`.
 */
export interface HistogramLayout {
  readonly offsets: Int32Array;
  readonly binCounts: Int32Array;
  readonly length: number;
}

export function layOutHistogram(mappers: readonly BinMapper[]): HistogramLayout {
  const offsets = new Int32Array(mappers.length);
  const binCounts = Int32Array.from(mappers, (mapper) => mapper.binCount);
  let length = 0;
  for (let column = 0; column < mappers.length; column += 1) {
    offsets[column] = length;
    length += 2 * binCounts[column]!;
  }
  return { offsets, binCounts, length };
}

/**
 * Sums `derivatives` (gradient and Hessian interleaved, in the order of `rows[start]` to `rows[end - 1]`) into `histogram`, for the
 * columns in use. Nothing is allocated.
 */
export function fillHistogram(call: {
  histogram: Float64Array;
  layout: HistogramLayout;
  binned: BinnedTable;
  rows: Int32Array;
  start: number;
  end: number;
  derivatives: Float64Array;
  isUsed: Uint8Array;
}): void {
  const { histogram, layout, binned, rows, start, end, derivatives, isUsed } = call;
  const { offsets } = layout;
  histogram.fill(0);
  for (let index = 0; index < binned.groups.length; index += 1) {
    const first = index * groupSize;
    const group = binned.groups[index]!;
    const count = Math.min(groupSize, offsets.length - first);
    const used = countUsed(isUsed, first, count);
    if (used === 4) {
      addFourColumns(
        histogram,
        group.words,
        rows,
        start,
        end,
        derivatives,
        offsets[first]!,
        offsets[first + 1]!,
        offsets[first + 2]!,
        offsets[first + 3]!,
      );
    } else if (used > 0) {
      addSomeColumns({ histogram, group, rows, start, end, derivatives, offsets, isUsed, first, count });
    }
  }
}

function countUsed(isUsed: Uint8Array, first: number, count: number): number {
  let used = 0;
  for (let column = first; column < first + count; column += 1) used += isUsed[column]!;
  return used;
}

function addSomeColumns(call: {
  histogram: Float64Array;
  group: BinnedGroup;
  rows: Int32Array;
  start: number;
  end: number;
  derivatives: Float64Array;
  offsets: Int32Array;
  isUsed: Uint8Array;
  first: number;
  count: number;
}): void {
  const { histogram, group, rows, start, end, derivatives, offsets, isUsed, first, count } = call;
  for (let slot = 0; slot < count; slot += 1) {
    if (isUsed[first + slot] === 0) continue;
    addOneColumn(histogram, group.words, rows, start, end, derivatives, offsets[first + slot]!, slot * 8);
  }
}

// The two kernels take positional arguments: this is where the time of a fit goes, and an object would be unpacked a million times.

function addFourColumns(
  histogram: Float64Array,
  words: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  offset0: number,
  offset1: number,
  offset2: number,
  offset3: number,
): void {
  let position = 0;
  for (let index = start; index < end; index += 1) {
    const word = words[rows[index]!]!;
    const gradient = derivatives[position]!;
    const hessian = derivatives[position + 1]!;
    position += 2;
    const cell0 = offset0 + ((word << 1) & 510);
    const cell1 = offset1 + ((word >>> 7) & 510);
    const cell2 = offset2 + ((word >>> 15) & 510);
    const cell3 = offset3 + ((word >>> 23) & 510);
    histogram[cell0]! += gradient;
    histogram[cell0 + 1]! += hessian;
    histogram[cell1]! += gradient;
    histogram[cell1 + 1]! += hessian;
    histogram[cell2]! += gradient;
    histogram[cell2 + 1]! += hessian;
    histogram[cell3]! += gradient;
    histogram[cell3 + 1]! += hessian;
  }
}

function addOneColumn(
  histogram: Float64Array,
  words: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  offset: number,
  shift: number,
): void {
  let position = 0;
  for (let index = start; index < end; index += 1) {
    const cell = offset + (((words[rows[index]!]! >>> shift) & 255) << 1);
    histogram[cell]! += derivatives[position]!;
    histogram[cell + 1]! += derivatives[position + 1]!;
    position += 2;
  }
}

/** larger = parent - smaller, in place of the parent. */
export function subtractHistogram(parent: Float64Array, smaller: Float64Array): void {
  for (let index = 0; index < parent.length; index += 1) parent[index]! -= smaller[index]!;
}
