import { kolmogorovCdfByMatrix } from './kolmogorov-matrix.ts';
import { kolmogorovCdfBySeries } from './kolmogorov-series.ts';
import { smirnovUpperTail } from './smirnov.ts';

/** P(D < x) = n!/nⁿ·(2nx − 1)ⁿ for 1/2n ≤ x ≤ 1/n (Ruben and Gambino 1982). */
function cdfNearMinimum(n: number, x: number): number {
  let product = 1;
  for (let i = 1; i <= n && product > 0; i++) product *= (i / n) * (2 * n * x - 1);
  return product;
}

/**
 * P(D ≥ x) of the two-sided one-sample Kolmogorov–Smirnov statistic for n observations. The choice of method by n and x follows
 * Simard and L'Ecuyer (2011, J. Stat. Software 39/11), as scipy.stats.kstwo does; where they take Pomeranz's recursion for
 * n ≤ 140, the matrix of Marsaglia, Tsang and Wang gives the same number.
 */
export function kolmogorovUpperTail(n: number, x: number): number {
  if (Number.isNaN(x) || !(n >= 1)) return Number.NaN;
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - cdfNearMinimum(n, x);
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (x >= 0.5) return 2 * smirnovUpperTail(n, x);
  const square = t * x;
  if (n <= 140) return square <= 4 ? 1 - kolmogorovCdfByMatrix(n, x) : 2 * smirnovUpperTail(n, x);
  if (square >= 370) return 0;
  if (square >= 2.2) return Math.min(1, 2 * smirnovUpperTail(n, x));
  const isSmallMatrix = n <= 100_000 && n * x ** 1.5 <= 1.4;
  return 1 - (isSmallMatrix ? kolmogorovCdfByMatrix(n, x) : kolmogorovCdfBySeries(n, x));
}
