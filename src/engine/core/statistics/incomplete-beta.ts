import { logScaledGamma } from './scaled-gamma.ts';

/** Continued fraction of DLMF 8.17.22 by Lentz's method. */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let result = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    result *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const step = c * d;
    result *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return result;
}

/** x^a·y^b / B(a, b), written around its maximum so that large a and b lose no digits. */
function density({ a, b, x, y }: { a: number; b: number; x: number; y: number }): number {
  const n = a + b;
  const exponent = a * Math.log((x / a) * n) + b * Math.log((y / b) * n);
  const scale = logScaledGamma(n) - logScaledGamma(a) - logScaledGamma(b);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent + scale);
}

/**
 * Regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1. `y` = 1 − x is passed as well, because a caller
 * who knows it without subtracting keeps the digits of a tail.
 */
export function incompleteBeta({
  a,
  b,
  x,
  y = 1 - x,
}: {
  a: number;
  b: number;
  x: number;
  y?: number;
}): number {
  if ([a, b, x, y].some(Number.isNaN)) return Number.NaN;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x < (a + 1) / (a + b + 2)
    ? (density({ a, b, x, y }) * fraction(a, b, x)) / a
    : 1 - (density({ a, b, x, y }) * fraction(b, a, y)) / b;
}
