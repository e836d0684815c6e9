import { countUpTo } from './sorted-search.ts';

/** The share of the ascending values that is at most x. NaN of nothing. */
export function empiricalCdf(sorted: ArrayLike<number>, x: number): number {
  return sorted.length === 0 ? Number.NaN : countUpTo(sorted, x) / sorted.length;
}
