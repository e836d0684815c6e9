import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';
import { logGamma } from './scaled-gamma.ts';

/** P(|T| ≥ |t|) for Student's t with the given degrees of freedom (Abramowitz and Stegun 26.7.1). */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  const sum = degreesOfFreedom + square;
  return incompleteBeta({ a: degreesOfFreedom / 2, b: 0.5, x: degreesOfFreedom / sum, y: square / sum });
}

/** P(T ≤ t). */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  const tail = studentTwoSided(t, degreesOfFreedom) / 2;
  return t > 0 ? 1 - tail : tail;
}

function logDensity(t: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  const scale = logGamma(half + 0.5) - logGamma(half) - 0.5 * Math.log(degreesOfFreedom * Math.PI);
  return scale - (half + 0.5) * Math.log1p((t * t) / degreesOfFreedom);
}

/**
 * The t with P(T ≤ t) = p, by Newton's method on log tail against log t, which are nearly a straight line in a heavy tail and never
 * far from one. NaN without degrees of freedom.
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  return tail === p ? -upperQuantile(tail, degreesOfFreedom) : upperQuantile(tail, degreesOfFreedom);
}

/** The t with P(T > t) = share, for a share below a half. */
function upperQuantile(share: number, degreesOfFreedom: number): number {
  if (share === 0) return Number.POSITIVE_INFINITY;
  let t = -normalQuantile(share);
  for (let iteration = 0; iteration < 100; iteration++) {
    const tail = studentTwoSided(t, degreesOfFreedom);
    const slope = (-2 * Math.exp(logDensity(t, degreesOfFreedom)) * t) / tail;
    const step = Math.log(tail / (2 * share)) / slope;
    t *= Math.exp(-step);
    if (Math.abs(step) < 1e-15) break;
  }
  return t;
}
