import { squaredDeviations } from '../../statistics/moments.ts';
import type { PlanePoints } from './binned-means.ts';

/** Further than so many bandwidths from every run nothing is said. */
export const reachInBandwidths = 2;

/** Scott's rule (1992) for two dimensions: the standard deviation × n^(−1/6). 0 where the values are all the same. */
export const scottBandwidth = (values: readonly number[]): number =>
  values.length < 2
    ? 0
    : Math.sqrt(squaredDeviations(Float64Array.from(values)) / (values.length - 1)) *
      values.length ** (-1 / 6);

/**
 * The metric anywhere on the plane: the mean of all runs, weighted by a Gaussian of their distance in bandwidths (Nadaraya 1964, Watson
 * 1964). Rows along y. null further than `reachInBandwidths` from every run. Gives other work its turn after each row.
 */
export async function kernelField(
  points: PlanePoints,
  {
    x,
    y,
    bandwidth,
  }: {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly bandwidth: { readonly x: number; readonly y: number };
  },
): Promise<(number | null)[][]> {
  const rows: (number | null)[][] = [];
  for (const at of y) {
    rows.push(x.map((across) => kernelMean(points, { x: across, y: at }, bandwidth)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

export function kernelMean(
  { x, y, value }: PlanePoints,
  at: { readonly x: number; readonly y: number },
  bandwidth: { readonly x: number; readonly y: number },
): number | null {
  let [weights, weighted, nearest] = [0, 0, Number.POSITIVE_INFINITY];
  for (let index = 0; index < value.length; index += 1) {
    const across = ((x[index] ?? 0) - at.x) / bandwidth.x;
    const up = ((y[index] ?? 0) - at.y) / bandwidth.y;
    const squared = across * across + up * up;
    if (squared < nearest) nearest = squared;
    const weight = Math.exp(-squared / 2);
    weights += weight;
    weighted += weight * (value[index] ?? 0);
  }
  return nearest > reachInBandwidths ** 2 ? null : weighted / weights;
}
