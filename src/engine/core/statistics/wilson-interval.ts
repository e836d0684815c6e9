import { normalQuantile } from './normal.ts';

/** Wilson (1927) score interval of a proportion; stays inside 0 and 1 and holds its level for small counts. */
export function wilsonInterval({
  successes,
  trials,
  level = 0.95,
}: {
  successes: number;
  trials: number;
  level?: number;
}): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const z = normalQuantile(0.5 + level / 2);
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
