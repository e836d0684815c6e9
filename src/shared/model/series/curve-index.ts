import type { Curve } from './curve.ts';

/**
 * Answers where the lowest and the highest point of any stretch of a curve are, without reading the stretch: blocks of neighbours, blocks
 * of blocks and so on, each with the positions of its extremes. Takes about 2 % of the curve's memory, and 4 bytes for each point that is
 * not finite. Built once in O(n); anew when points are added.
 */
export interface CurveIndex {
  readonly curve: Curve;
  /** Of ever larger blocks. */
  readonly levels: readonly ExtremesLevel[];
  /** Ascending positions of what is not a number to draw. */
  readonly marks: readonly Uint32Array[];
}

interface ExtremesLevel {
  readonly blockSize: number;
  /** Position of the lowest finite y of each block, or `none`. */
  readonly lowest: Uint32Array;
  readonly highest: Uint32Array;
}

const smallestBlock = 32;
const blocksPerBlock = 8;
/** No finite y. */
const none = 0xffffffff;

const markValues = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

export function indexCurve(curve: Curve): CurveIndex {
  const { y } = curve;
  const levels = [firstLevel(y)];
  for (let top = levels[0]!; top.lowest.length > blocksPerBlock; levels.push(top)) top = nextLevel(top, y);
  const notFinite = positionsNotFinite(y);
  const marks = markValues.map((mark) => notFinite.filter((position) => Object.is(y[position], mark)));
  return { curve, levels, marks };
}

function positionsNotFinite(y: Float64Array): Uint32Array {
  let count = 0;
  for (let index = 0; index < y.length; index++) if (isMark(y[index]!)) count++;
  const positions = new Uint32Array(count);
  for (let index = 0, next = 0; next < count; index++) if (isMark(y[index]!)) positions[next++] = index;
  return positions;
}

/** Whatever minus itself is 0, but for NaN and infinities. */
function isMark(value: number): boolean {
  return value - value !== 0;
}

function firstLevel(y: Float64Array): ExtremesLevel {
  const level = emptyLevel(y.length, smallestBlock);
  for (let block = 0; block < level.lowest.length; block++) {
    const found = nothingYet();
    offerPoints(found, y, block * smallestBlock, Math.min(y.length, (block + 1) * smallestBlock));
    level.lowest[block] = found.lowest;
    level.highest[block] = found.highest;
  }
  return level;
}

function nextLevel(below: ExtremesLevel, y: Float64Array): ExtremesLevel {
  const level = emptyLevel(y.length, below.blockSize * blocksPerBlock);
  for (let block = 0; block < level.lowest.length; block++) {
    const found = nothingYet();
    const end = Math.min(below.lowest.length, (block + 1) * blocksPerBlock);
    for (let child = block * blocksPerBlock; child < end; child++) offerBlock(found, y, below, child);
    level.lowest[block] = found.lowest;
    level.highest[block] = found.highest;
  }
  return level;
}

function emptyLevel(pointCount: number, blockSize: number): ExtremesLevel {
  const blocks = Math.ceil(pointCount / blockSize);
  return { blockSize, lowest: new Uint32Array(blocks), highest: new Uint32Array(blocks) };
}

interface Extremes {
  lowest: number;
  highest: number;
}

function nothingYet(): Extremes {
  return { lowest: none, highest: none };
}

/** Positional arguments, here and below: called for millions of points, and measurably faster so. */
function offerPoints(found: Extremes, y: Float64Array, from: number, to: number): void {
  let { lowest, highest } = found;
  let low = lowest === none ? Number.POSITIVE_INFINITY : y[lowest]!;
  let high = highest === none ? Number.NEGATIVE_INFINITY : y[highest]!;
  for (let index = from; index < to; index++) {
    const value = y[index]!;
    // NaN is neither less nor more than anything.
    if (value < low && value !== Number.NEGATIVE_INFINITY) {
      low = value;
      lowest = index;
    }
    if (value > high && value !== Number.POSITIVE_INFINITY) {
      high = value;
      highest = index;
    }
  }
  found.lowest = lowest;
  found.highest = highest;
}

function offerBlock(found: Extremes, y: Float64Array, level: ExtremesLevel, block: number): void {
  const lowest = level.lowest[block]!;
  if (lowest === none) return;
  offerPoints(found, y, lowest, lowest + 1);
  const highest = level.highest[block]!;
  offerPoints(found, y, highest, highest + 1);
}

/** Positions of the lowest and the highest finite y at positions `from` to `to` − 1, the first of equals; null where none is finite. */
export function extremesIn({ curve: { y }, levels }: CurveIndex, from: number, to: number): Extremes | null {
  const found = nothingYet();
  for (let index = from; index < to; ) {
    const level = largestFitting(levels, index, to);
    if (level === undefined) {
      const end = Math.min(to, index - (index % smallestBlock) + smallestBlock);
      offerPoints(found, y, index, end);
      index = end;
    } else {
      offerBlock(found, y, level, index / level.blockSize);
      index += level.blockSize;
    }
  }
  return found.lowest === none ? null : found;
}

function largestFitting(
  levels: readonly ExtremesLevel[],
  index: number,
  to: number,
): ExtremesLevel | undefined {
  let fitting = -1;
  while (fitting + 1 < levels.length) {
    const { blockSize } = levels[fitting + 1]!;
    if (index % blockSize !== 0 || index + blockSize > to) break;
    fitting++;
  }
  return levels[fitting];
}
