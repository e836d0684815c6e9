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

const markKinds: readonly ((y: number) => boolean)[] = [
  Number.isNaN,
  (y) => y === Number.POSITIVE_INFINITY,
  (y) => y === Number.NEGATIVE_INFINITY,
];

export function indexCurve(curve: Curve): CurveIndex {
  const { y } = curve;
  const levels = [firstLevel(y)];
  for (let top = levels[0]!; top.lowest.length > blocksPerBlock; levels.push(top)) top = nextLevel(top, y);
  return { curve, levels, marks: markKinds.map((isKind) => positionsOf(y, isKind)) };
}

function positionsOf(y: Float64Array, isKind: (y: number) => boolean): Uint32Array {
  let count = 0;
  for (let index = 0; index < y.length; index++) if (isKind(y[index]!)) count++;
  const positions = new Uint32Array(count);
  for (let index = 0, next = 0; next < count; index++) if (isKind(y[index]!)) positions[next++] = index;
  return positions;
}

function firstLevel(y: Float64Array): ExtremesLevel {
  const level = emptyLevel(y.length, smallestBlock);
  for (let index = 0; index < y.length; index++) offer(level, Math.floor(index / smallestBlock), index, y);
  return level;
}

function nextLevel(below: ExtremesLevel, y: Float64Array): ExtremesLevel {
  const level = emptyLevel(y.length, below.blockSize * blocksPerBlock);
  for (let block = 0; block < below.lowest.length; block++) {
    const parent = Math.floor(block / blocksPerBlock);
    for (const index of [below.lowest[block]!, below.highest[block]!]) {
      if (index !== none) offer(level, parent, index, y);
    }
  }
  return level;
}

function emptyLevel(pointCount: number, blockSize: number): ExtremesLevel {
  const blocks = Math.ceil(pointCount / blockSize);
  return {
    blockSize,
    lowest: new Uint32Array(blocks).fill(none),
    highest: new Uint32Array(blocks).fill(none),
  };
}

function offer({ lowest, highest }: ExtremesLevel, block: number, index: number, y: Float64Array): void {
  if (!Number.isFinite(y[index])) return;
  if (lowest[block] === none || y[index]! < y[lowest[block]!]!) lowest[block] = index;
  if (highest[block] === none || y[index]! > y[highest[block]!]!) highest[block] = index;
}

/** Positions of the lowest and the highest finite y at positions `from` to `to` − 1, the first of equals; null where none is finite. */
export function extremesIn(
  { curve: { y }, levels }: CurveIndex,
  from: number,
  to: number,
): { lowest: number; highest: number } | null {
  const found = emptyLevel(1, 1);
  for (let index = from; index < to; ) {
    const level = largestFitting(levels, index, to);
    if (!level) {
      offer(found, 0, index, y);
      index++;
      continue;
    }
    const block = index / level.blockSize;
    if (level.lowest[block] !== none) {
      offer(found, 0, level.lowest[block]!, y);
      offer(found, 0, level.highest[block]!, y);
    }
    index += level.blockSize;
  }
  const [lowest, highest] = [found.lowest[0]!, found.highest[0]!];
  return lowest === none ? null : { lowest, highest };
}

function largestFitting(levels: readonly ExtremesLevel[], index: number, to: number): ExtremesLevel | null {
  let fitting: ExtremesLevel | null = null;
  for (const level of levels) {
    if (index % level.blockSize !== 0 || index + level.blockSize > to) break;
    fitting = level;
  }
  return fitting;
}
