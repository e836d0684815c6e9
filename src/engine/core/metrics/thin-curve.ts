/**
 * Keeps the points that shape a curve and drops those whose absence changes it least: Visvalingam and Whyatt (1993). Every kept
 * point is an exact point of the curve; the first, the last and all sharp corners stay.
 */
export function thinCurve<Point>({
  points,
  x,
  y,
  limit,
}: {
  readonly points: readonly Point[];
  readonly x: (point: Point) => number;
  readonly y: (point: Point) => number;
  /** At least 2. */
  readonly limit: number;
}): Point[] {
  if (points.length <= limit) return [...points];
  const kept = new LinkedPoints(Float64Array.from(points, x), Float64Array.from(points, y));
  const heap = new SmallestFirst();
  for (let index = 1; index < points.length - 1; index++) heap.push(kept.area(index), index);
  let remaining = points.length;
  // A dropped point leaves its neighbours with new areas; an entry is stale when its area is not the current one.
  while (remaining > limit) {
    const { key, index } = heap.pop();
    if (kept.isDropped(index) || key !== kept.currentArea(index)) continue;
    for (const neighbour of kept.drop(index)) heap.push(kept.area(neighbour, key), neighbour);
    remaining -= 1;
  }
  return points.filter((_, index) => !kept.isDropped(index));
}

class LinkedPoints {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #areas: Float64Array;
  readonly #dropped: Uint8Array;

  constructor(x: Float64Array, y: Float64Array) {
    this.#x = x;
    this.#y = y;
    this.#before = Int32Array.from(x, (_, index) => index - 1);
    this.#after = Int32Array.from(x, (_, index) => index + 1);
    this.#areas = new Float64Array(x.length);
    this.#dropped = new Uint8Array(x.length);
  }

  isDropped(index: number): boolean {
    return this.#dropped[index] === 1;
  }

  currentArea(index: number): number {
    return this.#areas[index]!;
  }

  /** Twice the area of the triangle with both neighbours, remembered; never below `floor`, so that the order of drops is monotone. */
  area(index: number, floor = 0): number {
    const [a, c] = [this.#before[index]!, this.#after[index]!];
    const [x, y] = [this.#x, this.#y];
    const doubled = Math.abs((x[index]! - x[a]!) * (y[c]! - y[a]!) - (x[c]! - x[a]!) * (y[index]! - y[a]!));
    const area = Math.max(floor, doubled);
    this.#areas[index] = area;
    return area;
  }

  /** The inner neighbours of the dropped point. */
  drop(index: number): number[] {
    const [before, after] = [this.#before[index]!, this.#after[index]!];
    this.#dropped[index] = 1;
    this.#after[before] = after;
    this.#before[after] = before;
    return [before, after].filter((neighbour) => neighbour > 0 && neighbour < this.#x.length - 1);
  }
}

/** A binary heap. */
class SmallestFirst {
  readonly #keys: number[] = [];
  readonly #indices: number[] = [];

  push(key: number, index: number): void {
    this.#keys.push(key);
    this.#indices.push(index);
    let child = this.#keys.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.#keys[parent]! <= this.#keys[child]!) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  pop(): { key: number; index: number } {
    this.#swap(0, this.#keys.length - 1);
    const [key, index] = [this.#keys.pop()!, this.#indices.pop()!];
    this.#sinkRoot();
    return { key, index };
  }

  #sinkRoot(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      if (left >= this.#keys.length) return;
      const smaller = right < this.#keys.length && this.#keys[right]! < this.#keys[left]! ? right : left;
      if (this.#keys[parent]! <= this.#keys[smaller]!) return;
      this.#swap(parent, smaller);
      parent = smaller;
    }
  }

  #swap(a: number, b: number): void {
    [this.#keys[a], this.#keys[b]] = [this.#keys[b]!, this.#keys[a]!];
    [this.#indices[a], this.#indices[b]] = [this.#indices[b]!, this.#indices[a]!];
  }
}
