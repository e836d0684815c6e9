/** How many of the ascending values are less than `wanted`; those before position `from` are known to be. */
export function countBelow(sorted: ArrayLike<number>, wanted: number, from = 0): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending values are less than or equal to `wanted`; those before position `from` are known to be. */
export function countUpTo(sorted: ArrayLike<number>, wanted: number, from = 0): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
