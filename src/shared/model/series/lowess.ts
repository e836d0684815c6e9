export interface LowessRequest {
  /** Ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Share of the points that each local line is fitted to, 0 to 1. */
  readonly share: number;
  /** Rounds in which points far from the curve lose weight; 0 to take all as they are. */
  readonly iterations: number;
  /** Points nearer than this (in units of x) are interpolated between two fits. 0 fits every one. */
  readonly delta: number;
}

/**
 * Locally weighted lines, made robust (Cleveland 1979, with the shortcut of Cleveland's program of 1981); equal to
 * statsmodels.nonparametric.lowess. Points that are not finite stay NaN and are no neighbours. O(fits · share · n · (iterations + 1)),
 * where fits is n for a delta of 0 and at most about twice the range over delta otherwise.
 */
export function lowess({ x, y, share, iterations, delta }: LowessRequest): Float64Array {
  let present = 0;
  for (const value of y) present += Number(Number.isFinite(value));
  const points = { x: new Float64Array(present), y: new Float64Array(present) };
  for (let index = 0, at = 0; index < y.length; index++) {
    if (!Number.isFinite(y[index])) continue;
    points.x[at] = x[index]!;
    points.y[at++] = y[index]!;
  }
  const fitted = fitAll(points, { share, iterations, delta });
  const result = new Float64Array(y.length).fill(Number.NaN);
  for (let index = 0, at = 0; index < y.length; index++)
    if (Number.isFinite(y[index])) result[index] = fitted[at++]!;
  return result;
}

interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function fitAll(points: Points, rules: Omit<LowessRequest, 'x' | 'y'>): Float64Array {
  const n = points.y.length;
  if (n < 2) return points.y;
  // Statsmodels adds the same grain, so that a share such as 1/3 of 9 is 3.
  const neighbours = Math.min(n, Math.max(2, Math.floor(rules.share * n + 1e-10)));
  const trust = new Float64Array(n).fill(1);
  const weights = new Float64Array(neighbours);
  let fitted = fitOnce({ points, neighbours, trust, weights, delta: rules.delta });
  for (let round = 0; round < rules.iterations; round++) {
    updateTrust(points.y, fitted, trust);
    fitted = fitOnce({ points, neighbours, trust, weights, delta: rules.delta });
  }
  return fitted;
}

function fitOnce({
  points,
  neighbours,
  trust,
  weights,
  delta,
}: {
  readonly points: Points;
  readonly neighbours: number;
  readonly trust: Float64Array;
  /** Memory for one neighbourhood. */
  readonly weights: Float64Array;
  readonly delta: number;
}): Float64Array {
  const { x, y } = points;
  const n = y.length;
  const fitted = new Float64Array(n);
  let start = 0;
  let last = -1;
  for (let at = 0; last < n - 1; at = nextToFit(x, last, delta)) {
    while (start + neighbours < n && x[at]! > (x[start]! + x[start + neighbours]!) / 2) start++;
    fitted[at] = fitPoint({ points, at, start, trust, weights });
    interpolate(x, fitted, last, at);
    last = at;
    while (last + 1 < n && x[last + 1] === x[at]) fitted[++last] = fitted[at]!;
  }
  return fitted;
}

/** The farthest point within delta of the last fit, or the next one. Statsmodels never interpolates the last two points. */
function nextToFit(x: Float64Array, last: number, delta: number): number {
  let next = last + 1;
  while (next + 2 < x.length && x[next + 1]! <= x[last]! + delta) next++;
  return next;
}

function interpolate(x: Float64Array, fitted: Float64Array, from: number, to: number): void {
  for (let index = from + 1; index < to; index++) {
    const share = (x[index]! - x[from]!) / (x[to]! - x[from]!);
    fitted[index] = share * fitted[to]! + (1 - share) * fitted[from]!;
  }
}

/** The value at x[at] of the line through the neighbours, weighted by nearness and trust; y itself where fewer than two have weight. */
function fitPoint({
  points: { x, y },
  at,
  start,
  trust,
  weights,
}: {
  readonly points: Points;
  readonly at: number;
  readonly start: number;
  readonly trust: Float64Array;
  readonly weights: Float64Array;
}): number {
  const centre = x[at]!;
  const radius = Math.max(centre - x[start]!, x[start + weights.length - 1]! - centre);
  let [total, sumX, sumY, weighty] = [0, 0, 0, 0];
  for (let offset = 0; offset < weights.length; offset++) {
    const index = start + offset;
    const place = x[index]! - centre;
    const distance = radius > 0 ? Math.abs(place) / radius : 0;
    const nearness = 1 - distance * distance * distance;
    const weight = nearness * nearness * nearness * trust[index]!;
    weights[offset] = weight;
    total += weight;
    sumX += weight * place;
    sumY += weight * y[index]!;
    if (weight > 1e-12) weighty++;
  }
  if (weighty < 2) return y[at]!;
  const [meanX, meanY] = [sumX / total, sumY / total];
  let [squares, products] = [0, 0];
  for (let offset = 0; offset < weights.length; offset++) {
    const index = start + offset;
    const distance = x[index]! - centre - meanX;
    const weighted = weights[offset]! * distance;
    squares += weighted * distance;
    products += weighted * (y[index]! - meanY);
  }
  // Neighbours at one place have no slope.
  return squares > 1e-14 * total * radius * radius ? meanY - (meanX * products) / squares : meanY;
}

/** Bisquare weights of the residuals: none beyond six times their median. */
function updateTrust(y: Float64Array, fitted: Float64Array, trust: Float64Array): void {
  const residuals = y.map((value, index) => Math.abs(value - fitted[index]!));
  const median = medianOf(residuals.slice());
  for (let index = 0; index < trust.length; index++) {
    const residual = residuals[index]!;
    const share = median > 0 ? Math.min(1, residual / (6 * median)) : Number(residual > 0);
    const kept = 1 - share * share;
    trust[index] = kept * kept;
  }
}

/** Puts the values into another order: a million of them are not sorted for the one in the middle. */
function medianOf(values: Float64Array): number {
  const upper = Math.floor(values.length / 2);
  let [first, last] = [0, values.length - 1];
  // Hoare's FIND: what is less than the pivot goes to its left, and the side that holds the middle is gone on with.
  while (first < last) {
    const pivot = values[(first + last) >> 1]!;
    let [left, right] = [first, last];
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const lower = values[right]!;
      values[right--] = values[left]!;
      values[left++] = lower;
    }
    if (upper <= right) last = right;
    else if (upper >= left) first = left;
    else break;
  }
  if (values.length % 2 === 1) return values[upper]!;
  let below = values[0]!;
  for (let index = 1; index < upper; index++) below = Math.max(below, values[index]!);
  return (below + values[upper]!) / 2;
}
