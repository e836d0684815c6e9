import { kolmogorovUpperTail } from './kolmogorov.ts';

/** Above this size of the larger sample the exact distribution is not worth its time; the same limit as scipy's `auto`. */
export const exactSizeLimit = 10_000;

/**
 * P(D ≥ d) of the two-sided two-sample Kolmogorov–Smirnov statistic when both samples come from one continuous distribution.
 * Exact up to `exactSizeLimit` rows, else the one-sample distribution at the harmonic size, as scipy.stats.ks_2samp does.
 * With ties the true p-value is smaller, so that the test errs on the quiet side.
 */
export function twoSampleKolmogorovPValue({ d, n1, n2 }: { d: number; n1: number; n2: number }): number {
  if (Math.max(n1, n2) <= exactSizeLimit) {
    const exact = exactPValue({ d, n1, n2 });
    if (exact >= 0 && exact <= 1) return exact;
  }
  const p = kolmogorovUpperTail(roundHalfToEven((n1 * n2) / (n1 + n2)), d);
  return Math.min(1, Math.max(0, p));
}

function exactPValue({ d, n1, n2 }: { d: number; n1: number; n2: number }): number {
  const divisor = greatestCommonDivisor(n1, n2);
  const h = roundHalfToEven(d * (n1 / divisor) * n2);
  if (h === 0) return 1;
  return n1 === n2
    ? pathsOutsideSquare(n1, h)
    : pathsOutside({ m: Math.max(n1, n2), n: Math.min(n1, n2), divisor, h });
}

/** Gnedenko and Korolyuk (1951) for equal sizes: 2·Σ ±C(2n, n − kh) / C(2n, n), by Horner's scheme to avoid cancellation. */
function pathsOutsideSquare(n: number, h: number): number {
  let p = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio = ((n - k * h - j) * ratio) / (n + k * h + j + 1);
    p = ratio * (1 - p);
  }
  return 2 * p;
}

/**
 * Share of the lattice paths from (0, 0) to (m, n) that leave the band |x/m − y/n| < h/lcm(m, n): Hodges (1957), in Viehmann's
 * form (2021) which follows the share outside and so keeps the digits of small p-values. m ≥ n.
 */
function pathsOutside({ m, n, divisor, h }: { m: number; n: number; divisor: number; h: number }): number {
  const mStep = m / divisor;
  const nStep = n / divisor;
  let low = 0;
  let high = Math.min(Math.ceil(h / mStep), n + 1);
  const share = new Float64Array(Math.min(2 * high + 2, n + 1)).fill(1);
  share.fill(0, low, high);
  for (let i = 1; i <= m; i++) {
    const previousLow = low;
    const previousLength = high - low;
    low = Math.min(Math.max(Math.floor((nStep * i - h) / mStep) + 1, 0), n);
    high = Math.min(Math.ceil((nStep * i + h) / mStep), n + 1);
    if (high <= low) return 1;
    let value = low === 0 ? 0 : 1;
    for (let j = low; j < high; j++) {
      value = (share[j - previousLow]! * i + value * j) / (i + j);
      share[j - low] = value;
    }
    if (previousLength > high - low) share.fill(1, high - low, previousLength);
  }
  return share[high - low - 1]!;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** As NumPy and Python round. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
