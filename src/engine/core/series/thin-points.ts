/**
 * Fewer points for drawing without losing a spike: the series is cut into equal runs of points and of each the first, the
 * smallest, the largest and the last are kept, in order. Points that are not numbers are kept as gaps.
 */
export const thinPoints = <Point extends { readonly value: number | string }>(
  points: readonly Point[],
  maxPoints: number,
): Point[] => {
  if (points.length <= maxPoints) return [...points];
  const bucketCount = Math.max(1, Math.floor(maxPoints / 4));
  const kept: Point[] = [];
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const from = Math.floor((bucket * points.length) / bucketCount);
    const to = Math.floor(((bucket + 1) * points.length) / bucketCount);
    for (const index of extremesOf(points, from, to)) kept.push(points[index]!);
  }
  return kept;
};

const extremesOf = (
  points: readonly { readonly value: number | string }[],
  from: number,
  to: number,
): number[] => {
  let [smallest, largest] = [from, from];
  for (let index = from; index < to; index += 1) {
    const value = points[index]!.value;
    if (typeof value !== 'number') continue;
    if (!((points[smallest]!.value as number) <= value)) smallest = index;
    if (!((points[largest]!.value as number) >= value)) largest = index;
  }
  return [...new Set([from, smallest, largest, to - 1])].sort((left, right) => left - right);
};
