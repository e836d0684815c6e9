import { binomialPmf } from './binomial.ts';

/**
 * P(D⁺ ≥ x) of the one-sided one-sample Kolmogorov–Smirnov statistic for n observations: the sum of Birnbaum and Tingey (1951),
 * whose terms are all positive, each written as a binomial probability.
 */
export function smirnovUpperTail(n: number, x: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  let sum = 0;
  for (let k = 0; k <= n * (1 - x); k++) {
    const p = k / n + x;
    const q = (n - k) / n - x;
    if (q <= 0) break;
    sum += (binomialPmf({ k, n, p, q }) * x) / p;
  }
  return Math.min(1, sum);
}
