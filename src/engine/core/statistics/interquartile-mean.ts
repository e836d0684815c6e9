import { mean } from './moments.ts';

/**
 * The mean of the middle half of ascending values: ⌊n/4⌋ are cut off at each end. This is what rliable calls IQM (Agarwal et al. 2021),
 * which takes it from scipy.stats.trim_mean(values, 0.25); the two are the same number. NaN of nothing.
 */
export function interquartileMean(sorted: Float64Array): number {
  const cut = Math.floor(sorted.length / 4);
  return mean(sorted.subarray(cut, sorted.length - cut));
}
