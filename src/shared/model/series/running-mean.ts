/**
 * Mean of the `points` neighbours around each point, itself in the middle (the one more of an even number lies before it); of those that
 * are there near ends and gaps. Points that are not finite stay NaN. O(n), as van Herk (1992) does for extremes: every window is the end
 * of one block and the beginning of the next, so nothing is ever subtracted and a huge value leaves no rounding behind.
 */
export function runningMean(y: Float64Array, points: number): Float64Array {
  const size = Math.max(1, Math.round(points));
  const before = Math.floor(size / 2);
  const sums = blockSums(
    y.map((value) => (Number.isFinite(value) ? value : 0)),
    size,
  );
  const counts = blockSums(
    y.map((value) => Number(Number.isFinite(value))),
    size,
  );
  return y.map((value, index) => {
    if (!Number.isFinite(value)) return Number.NaN;
    const from = Math.max(0, index - before);
    const to = Math.min(y.length, index - before + size);
    return windowSum(sums, from, to) / windowSum(counts, from, to);
  });
}

interface BlockSums {
  readonly size: number;
  /** Sum from the beginning of the position's block up to and with it. */
  readonly upTo: Float64Array;
  /** Sum from the position to the end of its block. */
  readonly from: Float64Array;
}

function blockSums(values: Float64Array, size: number): BlockSums {
  const upTo = values.slice();
  const from = values.slice();
  for (let index = 1; index < values.length; index++) {
    if (index % size !== 0) upTo[index]! += upTo[index - 1]!;
  }
  for (let index = values.length - 2; index >= 0; index--) {
    if ((index + 1) % size !== 0) from[index]! += from[index + 1]!;
  }
  return { size, upTo, from };
}

/** Of at most `size` neighbours, from the first to before `to`. */
function windowSum({ size, upTo, from: sumFrom }: BlockSums, from: number, to: number): number {
  const last = to - 1;
  if (from % size === 0) return upTo[last]!;
  const isOneBlock = Math.floor(from / size) === Math.floor(last / size);
  // Inside one block only at the end of the series, where the block ends too.
  return isOneBlock ? sumFrom[from]! : sumFrom[from]! + upTo[last]!;
}
