/** Weights beyond so many standard deviations are left out, as in scipy.ndimage.gaussian_filter1d. */
const reach = 4;

/**
 * Mean of the neighbours, weighted by a normal curve with a standard deviation of `sigma` points (Nadaraya 1964, Watson 1964). Near the
 * ends and around gaps the weights are those of the points that are there. Points that are not finite stay NaN. O(n · 8 sigma).
 */
export function gaussianAverage(y: Float64Array, sigma: number): Float64Array {
  const radius = Math.floor(reach * sigma + 0.5);
  const kernel = Float64Array.from({ length: radius + 1 }, (_, distance) =>
    distance === 0 ? 1 : Math.exp(-0.5 * (distance / sigma) ** 2),
  );
  return y.map((value, centre) => {
    if (!Number.isFinite(value)) return Number.NaN;
    let [sum, weights] = [0, 0];
    const last = Math.min(y.length - 1, centre + radius);
    for (let index = Math.max(0, centre - radius); index <= last; index++) {
      if (!Number.isFinite(y[index])) continue;
      const weight = kernel[Math.abs(index - centre)]!;
      sum += weight * y[index]!;
      weights += weight;
    }
    return sum / weights;
  });
}
