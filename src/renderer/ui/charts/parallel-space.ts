import type { LaidColumn } from './brushes.ts';
import type { Space } from './frame-parts.ts';

const top = 26;
const bottom = 34;
const side = 56;
const laneGap = 16;

export interface ParallelSpace {
  readonly top: number;
  /** Of the axes, in pixels. */
  readonly length: number;
  /** Between two axes. */
  readonly gap: number;
  readonly xOf: (index: number) => number;
  /** Where a position lies on an axis, or in the lane below. */
  readonly yOf: (column: Pick<LaidColumn, 'isFlipped'>, position: number) => number;
  /** The position at a height, within the axis. */
  readonly positionAt: (column: Pick<LaidColumn, 'isFlipped'>, y: number) => number;
  readonly laneY: number;
}

/** Where axes stand in a drawing, `right` pixels of which are for something else. */
export function parallelSpace({ width, height }: Space, axes: number, right: number): ParallelSpace {
  const length = Math.max(40, height - top - bottom);
  const across = Math.max(40, width - right - 2 * side);
  const gap = axes < 2 ? across : across / (axes - 1);
  const laneY = top + length + laneGap;
  return {
    ...{ top, length, gap, laneY },
    xOf: (index) => (axes < 2 ? side + across / 2 : side + gap * index),
    yOf: ({ isFlipped }, position) =>
      Number.isNaN(position) ? laneY : top + length * (isFlipped ? position : 1 - position),
    positionAt: ({ isFlipped }, y) => {
      const share = Math.max(0, Math.min(1, 1 - (y - top) / length));
      return isFlipped ? 1 - share : share;
    },
  };
}

/** The run whose line is nearest to a spot, up to `reach` pixels away; −1 where there is none. */
export function nearestLine(
  { columns, within, space }: { columns: readonly LaidColumn[]; within: Uint8Array; space: ParallelSpace },
  { x, y }: { x: number; y: number },
  reach: number,
): number {
  const index = Math.max(0, Math.min(columns.length - 2, Math.floor((x - space.xOf(0)) / space.gap)));
  const [left, right] = [columns[index], columns[index + 1] ?? columns[index]];
  if (left === undefined || right === undefined) return -1;
  const share = Math.max(0, Math.min(1, (x - space.xOf(index)) / space.gap));
  let found = -1;
  let nearest = reach;
  for (let run = 0; run < within.length; run += 1) {
    if (within[run] !== 1) continue;
    const from = space.yOf(left, left.positions[run] ?? Number.NaN);
    const to = space.yOf(right, right.positions[run] ?? Number.NaN);
    const distance = Math.abs(from + (to - from) * share - y);
    if (distance > nearest) continue;
    nearest = distance;
    found = run;
  }
  return found;
}
