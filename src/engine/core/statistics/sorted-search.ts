/** How many of the ascending values are less than `wanted`. */
export function countBelow(sorted: ArrayLike<number>, wanted: number): number {
  return partitionPoint(sorted, (value) => value < wanted);
}

/** How many of the ascending values are less than or equal to `wanted`. */
export function countUpTo(sorted: ArrayLike<number>, wanted: number): number {
  return partitionPoint(sorted, (value) => value <= wanted);
}

function partitionPoint(sorted: ArrayLike<number>, isBefore: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
